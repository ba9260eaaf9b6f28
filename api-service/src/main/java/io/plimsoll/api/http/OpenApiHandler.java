package io.plimsoll.api.http;

import io.plimsoll.api.openapi.OpenApi;
import io.plimsoll.api.openapi.OpenApiPage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Answers {@code /openapi.json}, and {@code /docs} for people; a catalog's own query at one of
 * these paths comes first. A client may keep them, and asks whether they still hold.
 */
final class OpenApiHandler {
  /** The page has styles of its own and nothing else. */
  private static final String POLICY =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  private final OpenApi openApi;

  private OpenApiHandler(OpenApi openApi) {
    this.openApi = openApi;
  }

  static void mount(Router router, OpenApi openApi) {
    OpenApiHandler handler = new OpenApiHandler(openApi);
    router.get("/openapi.json").handler(handler::json);
    router.head("/openapi.json").handler(handler::json);
    router.get("/docs").handler(handler::page);
    router.head("/docs").handler(handler::page);
  }

  private void json(RoutingContext ctx) {
    send(ctx, "application/json", openApi.document().toBuffer());
  }

  private void page(RoutingContext ctx) {
    ctx.response().putHeader("Content-Security-Policy", POLICY);
    send(ctx, "text/html; charset=utf-8", Buffer.buffer(OpenApiPage.of(openApi.document())));
  }

  private static void send(RoutingContext ctx, String type, Buffer body) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, type)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      ctx.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length())).end();
    } else {
      ctx.response().end(body);
    }
  }
}
