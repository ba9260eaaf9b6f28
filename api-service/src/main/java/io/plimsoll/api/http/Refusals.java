package io.plimsoll.api.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.plimsoll.api.http.wire.FramingException;
import io.plimsoll.api.http.wire.GuardSettings;
import io.plimsoll.api.http.wire.Refusal;
import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/** Answers what never comes to the router. */
final class Refusals {
  private Refusals() {}

  /** A request that was decoded, and the connection goes on. */
  static void send(HttpServerRequest request, Problem problem) {
    request
        .response()
        .setStatusCode(problem.type().status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(problem.json().encode());
  }

  /** A request that could not be decoded: where the next one begins is not known either. */
  static void undecodable(HttpServerRequest request) {
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    send(request, of(request.decoderResult().cause()));
    request.connection().close();
  }

  /** What connections are guarded with. */
  static GuardSettings guard(Duration timeout, boolean tls) {
    return new GuardSettings(
        timeout,
        !tls,
        refusal(
            Problem.of(
                ProblemType.REQUEST_TIMEOUT,
                "The request did not arrive whole in " + timeout.toMillis() + " ms")),
        refusal(
            Problem.of(
                ProblemType.BAD_REQUEST, "The body is not framed as HTTP/1.1 has it, or cut")));
  }

  private static Problem of(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException e ->
          Problem.of(ProblemType.URI_TOO_LONG, "The request line is too long");
      case TooLongHttpHeaderException e ->
          Problem.of(ProblemType.HEADERS_TOO_LARGE, "The header fields are too large");
      case FramingException e -> Problem.of(ProblemType.BAD_REQUEST, e.why());
      default ->
          Problem.of(ProblemType.BAD_REQUEST, "The request line or a header field is not HTTP/1.1");
    };
  }

  private static Refusal refusal(Problem problem) {
    return new Refusal(
        problem.type().status(),
        problem.type().title(),
        Problem.MEDIA_TYPE,
        problem.json().encode());
  }
}
