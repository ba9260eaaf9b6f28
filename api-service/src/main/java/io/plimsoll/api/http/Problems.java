package io.plimsoll.api.http;

import io.plimsoll.api.read.OriginException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends problems, and finds the problem that stands for a failure. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);
  private static final int RETRY_SECONDS = 1;

  private Problems() {}

  static void send(RoutingContext ctx, Problem problem) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone
    }
    problem
        .retryAfterSeconds()
        .ifPresent(s -> response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(s)));
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.end();
    } else {
      response.end(problem.json().encode());
    }
  }

  /** Ends a request that a handler failed, with an exception or with a status alone. */
  static void fail(RoutingContext ctx) {
    Throwable failure = ctx.failure();
    send(ctx, failure == null ? ofStatus(ctx.statusCode(), ctx) : of(failure, ctx));
  }

  /** The failure's code, as in logs and problem types. */
  static String code(Throwable failure) {
    return switch (cause(failure)) {
      case ProblemException problem -> problem.problem().code();
      case OriginException origin -> origin.kind().code();
      default -> "internal";
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
        yield Problem.of(500, "internal", "Internal error", "The request failed; the log says why");
      }
    };
  }

  private static Problem of(OriginException failure, RoutingContext ctx) {
    String code = failure.kind().code();
    return switch (failure.kind()) {
      case UNAVAILABLE -> {
        log.warn("code={} path={} {}", code, ctx.normalizedPath(), failure.getMessage());
        yield Problem.of(
                503, code, "Database unavailable", "No proven answer can be given at the moment")
            .retryAfter(RETRY_SECONDS);
      }
      case TIMEOUT -> {
        log.warn("code={} path={} {}", code, ctx.normalizedPath(), failure.getMessage());
        yield Problem.of(504, code, "Database too slow", "The statement was cancelled in time");
      }
      case REJECTED -> Problem.of(400, code, "Value refused", "The database refuses a value");
      case CONFLICT ->
          Problem.of(409, code, "Conflict", "The change conflicts with what is stored");
      case TOKEN_INCARNATION ->
          Problem.of(
              400,
              code,
              "Token of a lost history",
              "The database has lost or replaced its history since the token's write; drop the token");
      case TOKEN_AHEAD -> {
        log.error("code={} path={} {}", code, ctx.normalizedPath(), failure.getMessage());
        yield Problem.of(
                503, code, "Write not visible", "The database does not show the token's write yet")
            .retryAfter(RETRY_SECONDS);
      }
      case BROKEN -> {
        log.error("code={} path={}", code, ctx.normalizedPath(), failure);
        yield Problem.of(500, code, "Statement failed", "The log of the service says why");
      }
    };
  }

  private static Problem ofStatus(int status, RoutingContext ctx) {
    return switch (status) {
      case 400 -> Problem.of(400, "bad-request", "Bad request", "The request is not well-formed");
      case 404 ->
          Problem.of(
              404, "no-such-path", "No such path", "Nothing is served at " + ctx.request().path());
      case 405 ->
          Problem.of(
              405,
              "method-not-allowed",
              "Method not allowed",
              ctx.request().method() + " is not for this path");
      case 413 -> Problem.of(413, "body-too-large", "Body too large", "The body is too large");
      case 415 ->
          Problem.of(
              415, "unsupported-media-type", "Unsupported media type", "Send application/json");
      default -> Problem.of(status, "http-" + status, "Request failed", "Status " + status);
    };
  }
}
