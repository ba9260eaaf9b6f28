package io.plimsoll.api.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Sends bodies that have a validator: to HEAD without, and not to those who have it. */
final class Bodies {
  private Bodies() {}

  /**
   * Ends the request.
   *
   * @param etag without quotes
   */
  static void send(RoutingContext ctx, String type, String etag, byte[] body) {
    String quoted = '"' + etag + '"';
    HttpServerResponse response = ctx.response().putHeader(HttpHeaders.ETAG, quoted);
    if (!Preconditions.noneMatch(ctx.request().getHeader(HttpHeaders.IF_NONE_MATCH), quoted)) {
      response.setStatusCode(304).end();
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length)).end();
    } else {
      response.end(Buffer.buffer(body));
    }
  }
}
