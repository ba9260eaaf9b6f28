package io.plimsoll.api.http;

import io.plimsoll.core.config.CorsConfig;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * CORS, as the Fetch standard has it: says which pages may read an answer, and answers the
 * preflight by which a browser asks before a request that a form could not send. An origin that is
 * not allowed is told nothing: its browser keeps the answer from it. Stands before whatever asks
 * who the client is, as a preflight cannot say. Thread-safe.
 */
final class Cors implements Handler<RoutingContext> {
  private final CorsConfig config;
  private final Set<String> origins;
  private final boolean any;
  private final String methods;
  private final String headers;
  private final String exposed;
  private final String maxAge;

  private Cors(CorsConfig config, Collection<String> methods) {
    this.config = config;
    this.origins = Set.copyOf(config.origins());
    this.any = origins.contains("*");
    this.methods = String.join(", ", methods);
    this.headers = String.join(", ", config.headers());
    this.exposed = String.join(", ", config.expose());
    this.maxAge = Long.toString(config.maxAge().toSeconds());
  }

  /**
   * Empty when no origin is allowed.
   *
   * @param methods that the service has
   */
  static Optional<Cors> of(CorsConfig config, Collection<String> methods) {
    return config.origins().isEmpty() ? Optional.empty() : Optional.of(new Cors(config, methods));
  }

  @Override
  public void handle(RoutingContext ctx) {
    String origin = ctx.request().headers().get(HttpHeaders.ORIGIN);
    Head head = Head.of(ctx.response());
    if (allowed(origin) && isPreflight(ctx.request())) {
      tell(origin, head);
      preflight(ctx, ctx.response().headers());
    } else {
      put(origin, head);
      ctx.next();
    }
  }

  private static boolean isPreflight(HttpServerRequest request) {
    return request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** What an answer to one from there says, but a preflight's. */
  void put(@Nullable String origin, Head head) {
    tell(origin, head);
    if (allowed(origin)) {
      head.put(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
  }

  private void tell(@Nullable String origin, Head head) {
    if (!any) {
      head.put(HttpHeaders.VARY, HttpHeaders.ORIGIN); // without an Origin too
    }
    if (origin != null && allowed(origin)) {
      head.put(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, any ? "*" : origin);
      if (config.credentials()) {
        head.put(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
      }
    }
  }

  private boolean allowed(@Nullable String origin) {
    return origin != null && (any || origins.contains(origin));
  }

  private void preflight(RoutingContext ctx, MultiMap answer) {
    answer
        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, methods)
        .set(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, headers)
        .set(HttpHeaders.ACCESS_CONTROL_MAX_AGE, maxAge);
    ctx.response().setStatusCode(204).end();
  }
}
