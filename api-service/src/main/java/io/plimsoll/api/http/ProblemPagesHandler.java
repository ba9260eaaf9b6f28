package io.plimsoll.api.http;

import io.plimsoll.api.html.Html;
import io.plimsoll.api.problem.ProblemPages;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.Etag;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.nio.charset.StandardCharsets;

/** Serves the page that the type of each problem leads to, and a list of them. */
final class ProblemPagesHandler {
  private ProblemPagesHandler() {}

  static void mount(Router router, Bodies bodies) {
    page(router, bodies, ProblemPages.index(), ProblemPages.all());
    for (ProblemType type : ProblemType.values()) {
      page(router, bodies, type.uri(), ProblemPages.of(type));
    }
  }

  private static void page(Router router, Bodies bodies, String path, String html) {
    byte[] body = html.getBytes(StandardCharsets.UTF_8);
    String etag = Etag.of(body);
    router
        .route(path)
        .method(HttpMethod.GET)
        .method(HttpMethod.HEAD)
        .handler(ctx -> {
          ctx.response()
              .putHeader("Content-Security-Policy", Html.POLICY)
              .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
          ctx.response().headers().add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
          bodies.send(ctx, Html.MEDIA_TYPE, etag, body);
        });
  }
}
