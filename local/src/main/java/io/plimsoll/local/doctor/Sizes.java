package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.Locale;

/** Numbers as people read them. */
final class Sizes {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Sizes() {}

  static String bytes(long bytes) {
    if (bytes < MIB) {
      return bytes / 1024 + " KiB";
    }
    return bytes < GIB
        ? bytes / MIB + " MiB"
        : String.format(Locale.ROOT, "%.1f GiB", (double) bytes / GIB);
  }

  /** {@code 90 s}, {@code 12 min}, {@code 3 h}. */
  static String time(Duration time) {
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    return time.toHours() < 2 ? time.toMinutes() + " min" : time.toHours() + " h";
  }
}
