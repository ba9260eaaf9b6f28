package io.plimsoll.core.cache.memory;

import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import java.time.Duration;
import java.util.Optional;

/**
 * A watermark and when it came, by this process's monotonic clock. Its age is the greater of two
 * measures, as {@code WatermarkGuard} tells for a reader from outside; this cache applies the
 * watermark itself, so it knows when it came even if nobody has asked for anything since.
 *
 * @param moved it was not the first one: the first may have waited in the log for any time
 */
record Beat(long startedMicros, long atNanos, boolean moved) {
  static final Beat NONE = new Beat(0, 0, false);

  /** The one in force after a batch. */
  Beat then(Optional<Watermark> watermark, long nowNanos) {
    long started = watermark.map(Watermark::startedMicros).orElse(startedMicros);
    return started == startedMicros ? this : new Beat(started, nowNanos, startedMicros != 0);
  }

  /** Empty when there is none, it has not moved yet, or the heartbeats' clock is not known. */
  Optional<Duration> age(ServerClock clock) {
    if (startedMicros == 0 || !moved) {
      return Optional.empty();
    }
    Duration unmoved = Duration.ofNanos(clock.monotonicNanos() - atNanos);
    return clock.ageOf(startedMicros).map(age -> age.compareTo(unmoved) > 0 ? age : unmoved);
  }
}
