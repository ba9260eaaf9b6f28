package io.plimsoll.api.http;

import io.plimsoll.api.html.Html;
import io.plimsoll.api.openapi.OpenApi;
import io.plimsoll.api.openapi.OpenApiPage;
import io.plimsoll.api.read.Etag;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Answers {@code /openapi.json}, and {@code /docs} for people; a catalog's own query at one of
 * these paths comes first. Made once for each version of the schema. Confined to an event loop.
 */
final class OpenApiHandler {
  private final OpenApi openApi;
  private Optional<Made> last = Optional.empty();

  private record Made(String schemaVersion, Body json, Body page) {
    static Made of(OpenApi openApi) {
      // The version first: what changes in between makes this outdated.
      String version = openApi.schemaVersion();
      JsonObject document = openApi.document();
      return new Made(
          version,
          new Body("application/json", document.encode()),
          new Body(Html.MEDIA_TYPE, OpenApiPage.of(document)));
    }
  }

  private static final class Body {
    private final String type;
    private final byte[] bytes;
    private final String etag;

    Body(String type, String text) {
      this.type = type;
      bytes = text.getBytes(StandardCharsets.UTF_8);
      etag = Etag.of(bytes);
    }

    void send(RoutingContext ctx, Bodies bodies) {
      ctx.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
      ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
      bodies.send(ctx, type, etag, bytes);
    }
  }

  private OpenApiHandler(OpenApi openApi) {
    this.openApi = openApi;
  }

  static void mount(Router router, OpenApi openApi, Bodies bodies) {
    OpenApiHandler handler = new OpenApiHandler(openApi);
    Handler<RoutingContext> json = ctx -> handler.made().json().send(ctx, bodies);
    Handler<RoutingContext> page =
        ctx -> {
          ctx.response().putHeader("Content-Security-Policy", Html.POLICY);
          handler.made().page().send(ctx, bodies);
        };
    router.get("/openapi.json").handler(json);
    router.head("/openapi.json").handler(json);
    router.get("/docs").handler(page);
    router.head("/docs").handler(page);
  }

  private Made made() {
    Made now =
        last.filter(made -> made.schemaVersion().equals(openApi.schemaVersion()))
            .orElseGet(() -> Made.of(openApi));
    last = Optional.of(now);
    return now;
  }
}
