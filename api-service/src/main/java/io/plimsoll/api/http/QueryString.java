package io.plimsoll.api.http;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** The query string's parameters. */
final class QueryString {
  private QueryString() {}

  /** Decoded; a problem with status 400 where the percent-encoding is broken. */
  static MultiMap of(RoutingContext ctx) {
    try {
      return ctx.queryParams();
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          Problem.of(
              400, "bad-request", "Bad request", "The query string's percent-encoding is broken"));
    }
  }
}
