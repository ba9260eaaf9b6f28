package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.OriginException;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends problems, and finds the problem that stands for a failure. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;
  private static final int RETRY_SECONDS = 1;

  /** An error says nothing of the next request; a row that is not there comes with its bound. */
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

  private Problems() {}

  static void send(RoutingContext ctx, Problem problem) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone
    }
    problem
        .retryAfterSeconds()
        .ifPresent(s -> response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(s)));
    if (!response.headers().contains(HttpHeaders.CACHE_CONTROL)) {
      response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
    response
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    boolean unread = problem.type() == ProblemType.BODY_TOO_LARGE;
    if (unread && ctx.request().version() != HttpVersion.HTTP_2) {
      response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
      response.end(problem.json().encode()).onComplete(sent -> ctx.request().connection().close());
    } else if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(problem.json().encode());
    }
  }

  /** Ends a request that a handler failed, with an exception or with a status alone. */
  static void fail(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    boolean routers = failure instanceof VertxException && ctx.statusCode() < INTERNAL;
    // Who reports a failure can name its trace, and the log's lines of it have the same.
    try (var _ = TraceContext.inLog(TraceContext.told(ctx.response()))) {
      send(ctx, failure == null || routers ? ofStatus(ctx.statusCode(), ctx) : of(failure, ctx));
    }
  }

  /** The failure's code, as in logs and problem types. */
  static String code(Throwable failure) {
    return switch (cause(failure)) {
      case ProblemException problem -> problem.problem().type().code();
      case OriginException origin -> type(origin.kind()).code();
      default -> ProblemType.INTERNAL.code();
    };
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  private static Problem of(Throwable failure, RoutingContext ctx) {
    Throwable cause = cause(failure);
    return switch (cause) {
      case ProblemException problem -> problem.problem();
      case OriginException origin -> of(origin, ctx);
      case HttpException status -> ofStatus(status.getStatusCode(), ctx);
      default -> {
        log.error("code=internal path={} the request failed", ctx.normalizedPath(), cause);
        yield Problem.of(ProblemType.INTERNAL, "The request failed; the log says why");
      }
    };
  }

  private static Problem of(OriginException failure, RoutingContext ctx) {
    ProblemType type = type(failure.kind());
    switch (failure.kind()) {
      case UNAVAILABLE, TIMEOUT ->
          log.warn("code={} path={} {}", type.code(), ctx.normalizedPath(), failure.getMessage());
      case TOKEN_AHEAD ->
          log.error("code={} path={} {}", type.code(), ctx.normalizedPath(), failure.getMessage());
      case BROKEN -> log.error("code={} path={}", type.code(), ctx.normalizedPath(), failure);
      case OVERLOADED -> {} // the gate tells how many, once a second
      case REJECTED, CONFLICT, TOKEN_INCARNATION -> {} // the client's own, and told to it
    }
    Problem problem = Problem.of(type, detail(failure.kind()));
    return type.status() == UNAVAILABLE ? problem.retryAfter(RETRY_SECONDS) : problem;
  }

  private static ProblemType type(OriginException.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> ProblemType.ORIGIN_UNAVAILABLE;
      case OVERLOADED -> ProblemType.OVERLOADED;
      case TIMEOUT -> ProblemType.ORIGIN_TIMEOUT;
      case REJECTED -> ProblemType.ORIGIN_REJECTED;
      case CONFLICT -> ProblemType.ORIGIN_CONFLICT;
      case BROKEN -> ProblemType.ORIGIN_BROKEN;
      case TOKEN_INCARNATION -> ProblemType.TOKEN_INCARNATION;
      case TOKEN_AHEAD -> ProblemType.TOKEN_AHEAD;
    };
  }

  private static String detail(OriginException.Kind kind) {
    return switch (kind) {
      case UNAVAILABLE -> "No proven answer can be given at the moment";
      case OVERLOADED -> "The database was not asked: it has more to do than it can in time";
      case TIMEOUT -> "The statement was cancelled in time";
      case REJECTED -> "The database refuses a value";
      case CONFLICT -> "The change conflicts with what is stored";
      case BROKEN -> "The log of the service says why";
      case TOKEN_INCARNATION ->
          "The database has lost or replaced its history since the token's write; drop the token";
      case TOKEN_AHEAD -> "The database does not show the token's write yet";
    };
  }

  private static Problem ofStatus(int status, RoutingContext ctx) {
    return switch (status) {
      case 404 ->
          Problem.of(ProblemType.NO_SUCH_PATH, "Nothing is served at " + ctx.request().path());
      case 405 ->
          Problem.of(
              ProblemType.METHOD_NOT_ALLOWED, ctx.request().method() + " is not for this path");
      case 408 -> Problem.of(ProblemType.REQUEST_TIMEOUT, "The request came too slowly");
      case 413 -> Problem.of(ProblemType.BODY_TOO_LARGE, "The body is too large");
      case 414 -> Problem.of(ProblemType.URI_TOO_LONG, "The request line is too long");
      case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json");
      case 431 -> Problem.of(ProblemType.HEADERS_TOO_LARGE, "The header fields are too large");
      default ->
          status >= 500
              ? Problem.of(ProblemType.INTERNAL, "The request failed")
              : Problem.of(ProblemType.BAD_REQUEST, "The request is not well-formed");
    };
  }
}
