package io.plimsoll.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.MDC;

/**
 * Where a request belongs in a trace: W3C Trace Context, {@code traceparent}. Immutable.
 *
 * @param traceId 32 hex digits, not all 0
 * @param spanId 16 hex digits of this service's part, not all 0
 * @param flags two hex digits; 01 is sampled
 */
record TraceContext(String traceId, String spanId, String flags) {
  static final CharSequence HEADER = HttpHeaders.createOptimized("traceparent");

  private static final int TRACE = 3;
  private static final int PARENT = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;
  private static final Pattern ZEROS = Pattern.compile("0+");

  /** Continues the client's trace; empty when it has none, or none that can be understood. */
  static Optional<TraceContext> of(HttpServerRequest request) {
    String given = request.headers().get(HEADER);
    return given == null ? Optional.empty() : parse(given);
  }

  /** The one that the answer tells; where it tells none, it now tells of one that begins here. */
  static TraceContext told(HttpServerResponse response) {
    String told = response.headers().get(HEADER);
    if (told != null) {
      return new TraceContext(
          told.substring(TRACE, PARENT - 1),
          told.substring(PARENT, FLAGS - 1),
          told.substring(FLAGS, LENGTH));
    }
    TraceContext begun = begun();
    begun.tell(response);
    return begun;
  }

  void tell(HttpServerResponse response) {
    if (!response.headWritten()) {
      response.putHeader(HEADER, header());
    }
  }

  /** Until it is closed, the lines that this thread logs have it. */
  MDC.MDCCloseable inLog() {
    return MDC.putCloseable("trace.id", traceId);
  }

  /** A trace that begins here; not sampled. */
  static TraceContext begun() {
    return new TraceContext(random() + random(), random(), "00");
  }

  /**
   * Continues a trace under a span of its own. A version above 00 may have more behind the flags.
   */
  static Optional<TraceContext> parse(String given) {
    if (!isShaped(given)) {
      return Optional.empty();
    }
    String trace = given.substring(TRACE, PARENT - 1);
    String parent = given.substring(PARENT, FLAGS - 1);
    return isZero(trace) || isZero(parent)
        ? Optional.empty()
        : Optional.of(new TraceContext(trace, random(), given.substring(FLAGS, LENGTH)));
  }

  private static boolean isShaped(String given) {
    if (given.length() < LENGTH || given.startsWith("ff")) {
      return false;
    }
    boolean ends =
        given.length() == LENGTH || (!given.startsWith("00") && given.charAt(LENGTH) == '-');
    for (int i = 0; i < LENGTH; i++) {
      boolean dash = i == TRACE - 1 || i == PARENT - 1 || i == FLAGS - 1;
      if (dash ? given.charAt(i) != '-' : !isHex(given.charAt(i))) {
        return false;
      }
    }
    return ends;
  }

  private static boolean isHex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isZero(String id) {
    return ZEROS.matcher(id).matches();
  }

  /** Never all zeros. */
  private static String random() {
    long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
    String hex = Long.toHexString(id);
    return "0".repeat(16 - hex.length()) + hex;
  }

  /** As a header's value: who gets it continues below this service's span. */
  String header() {
    return "00-" + traceId + "-" + spanId + "-" + flags;
  }
}
