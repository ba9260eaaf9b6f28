package io.plimsoll.api.http;

import io.plimsoll.api.live.Client;
import io.plimsoll.api.live.LiveTopics;
import io.plimsoll.api.problem.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Answers those who accept {@code text/event-stream} with a stream of answers, and leaves the
 * others to the handler behind it.
 */
final class LiveHandler implements Handler<RoutingContext> {
  private static final String EVENTS = "text/event-stream";
  private static final CharSequence LAST = HttpHeaders.createOptimized("Last-Event-ID");
  private static final int RETRY_SECONDS = 1;

  private final ReadHandler reads;
  private final Guard guard;
  private final LiveTopics topics;

  LiveHandler(ReadHandler reads, Guard guard, LiveTopics topics) {
    this.reads = reads;
    this.guard = guard;
    this.topics = topics;
  }

  static boolean wants(HttpServerRequest request) {
    String accept = request.headers().get(HttpHeaders.ACCEPT);
    return accept != null && accept.contains(EVENTS) && request.method().equals(HttpMethod.GET);
  }

  @Override
  public void handle(RoutingContext ctx) {
    if (!wants(ctx.request())) {
      ctx.next();
      return;
    }
    HttpServerRequest request = ctx.request();
    Client client =
        new Client(
            ctx.response(),
            () -> EventLoop.cut(request),
            Optional.ofNullable(request.getHeader(LAST)).filter(id -> !id.isEmpty()),
            guard.permit(ctx));
    if (!topics.open(reads.live(ctx), client)) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.LIVE_STREAMS_EXHAUSTED,
                  "This instance has as many event streams open as it may (live.streams)")
              .retryAfter(RETRY_SECONDS));
    }
  }
}
