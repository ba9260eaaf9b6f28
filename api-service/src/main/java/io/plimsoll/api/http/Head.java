package io.plimsoll.api.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Takes the header fields of an answer, one after the other. */
@FunctionalInterface
interface Head {
  /**
   * One field.
   *
   * @param value without line breaks or other controls
   */
  void put(CharSequence name, CharSequence value);

  /** The one of an answer that Vert.x sends: what is ASCII already is copied as a whole. */
  static Head of(HttpServerResponse response) {
    MultiMap headers = response.headers();
    return (name, value) ->
        headers.add(name, value instanceof String text ? HttpHeaders.createOptimized(text) : value);
  }
}
