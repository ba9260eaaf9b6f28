package io.plimsoll.core.trace;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A place in a trace, as {@code traceparent} tells it: W3C Trace Context, chapter 3.2. Immutable.
 *
 * @param traceId 32 hex digits, not all 0
 * @param parentId 16 hex digits of the span that goes on from here, not all 0
 * @param flags two hex digits; 01 is sampled
 */
public record TraceParent(String traceId, String parentId, String flags) {
  /** Name of the header, in HTTP and in Kafka. */
  public static final String HEADER = "traceparent";

  /**
   * Prefix of the logical decoding message by which a transaction tells the change stream of its
   * own: {@code pg_logical_emit_message(true, 'plimsoll.trace', traceparent)}.
   */
  public static final String MESSAGE_PREFIX = "plimsoll.trace";

  private static final int TRACE = 3;
  private static final int PARENT = 36;
  private static final int FLAGS = 53;
  private static final int LENGTH = 55;
  private static final Pattern ZEROS = Pattern.compile("0+");

  /**
   * Reads one; empty when it cannot be understood. A version above 00 may have more behind the
   * flags.
   */
  public static Optional<TraceParent> parse(String given) {
    if (!isShaped(given)) {
      return Optional.empty();
    }
    String trace = given.substring(TRACE, PARENT - 1);
    String parent = given.substring(PARENT, FLAGS - 1);
    return isZero(trace) || isZero(parent)
        ? Optional.empty()
        : Optional.of(new TraceParent(trace, parent, given.substring(FLAGS, LENGTH)));
  }

  /** A trace that begins here; not sampled. */
  public static TraceParent begun() {
    return new TraceParent(random() + random(), random(), "00");
  }

  /** The same trace under a new span. */
  public TraceParent child() {
    return new TraceParent(traceId, random(), flags);
  }

  /** As a header's value, of version 00. */
  public String header() {
    return "00-" + traceId + "-" + parentId + "-" + flags;
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
}
