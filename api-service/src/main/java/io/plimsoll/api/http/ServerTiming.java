package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import java.util.Locale;

/** {@code Server-Timing} (W3C): where the time went, in ms, for those who ask. */
final class ServerTiming {
  /** Asks for it, with the value 1. */
  static final String REQUEST = "Plimsoll-Timing";

  private ServerTiming() {}

  /**
   * What was asked, and all together.
   *
   * @param totalNanos since the request had been read
   */
  static String of(Answer.Timing timing, long totalNanos) {
    StringBuilder text = new StringBuilder();
    if (timing.cacheMicros() > 0) {
      text.append("cache;dur=").append(millis(timing.cacheMicros())).append(", ");
    }
    if (timing.sqlMicros() > 0) {
      text.append("sql;dur=").append(millis(timing.sqlMicros())).append(", ");
    }
    return text.append("total;dur=").append(millis(totalNanos / 1_000)).toString();
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, "%d.%03d", micros / 1_000, micros % 1_000);
  }
}
