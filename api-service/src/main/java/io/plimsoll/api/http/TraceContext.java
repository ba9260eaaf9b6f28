package io.plimsoll.api.http;

import io.plimsoll.core.trace.TraceParent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import org.slf4j.MDC;

/** Where a request belongs in a trace, as its headers and its answer's tell it. */
final class TraceContext {
  private static final CharSequence HEADER = HttpHeaders.createOptimized(TraceParent.HEADER);

  private TraceContext() {}

  /** The client's; empty when it has none, or none that can be understood. */
  static Optional<TraceParent> given(HttpServerRequest request) {
    String given = request.headers().get(HEADER);
    return given == null ? Optional.empty() : TraceParent.parse(given);
  }

  /** Answers the client's trace under a span of this request's. */
  static void answer(HttpServerRequest request) {
    given(request).ifPresent(trace -> tell(request.response(), trace.child()));
  }

  /** The one that the answer tells; where it tells none, it now tells of one that begins here. */
  static TraceParent told(HttpServerResponse response) {
    String told = response.headers().get(HEADER);
    if (told != null) {
      return TraceParent.parse(told).orElseThrow();
    }
    TraceParent begun = TraceParent.begun();
    tell(response, begun);
    return begun;
  }

  private static void tell(HttpServerResponse response, TraceParent trace) {
    if (!response.headWritten()) {
      response.putHeader(HEADER, trace.header());
    }
  }

  /** Until it is closed, the lines that this thread logs have it. */
  static MDC.MDCCloseable inLog(TraceParent trace) {
    return MDC.putCloseable("trace.id", trace.traceId());
  }
}
