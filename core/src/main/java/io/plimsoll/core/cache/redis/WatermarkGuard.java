package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Watermark;
import java.time.Duration;
import java.util.Optional;

/**
 * How old a watermark is, at most. Two measures, the greater counts: Redis's clock, and how long
 * this process has seen the same watermark by its own monotonic clock. The second holds when
 * Redis's clock is set back while the change stream stands still. Thread-safe: a lost race only
 * forgets a sighting that the next lookup repeats.
 */
final class WatermarkGuard {
  private record Sighting(long startedMicros, long atNanos) {}

  private final RedisClock clock;
  private volatile Sighting last = new Sighting(0, 0);

  WatermarkGuard(RedisClock clock) {
    this.clock = clock;
  }

  /** Empty when there is no watermark, or no answer can be given for the clock's sake. */
  Optional<Duration> age(Watermark watermark) {
    if (watermark.startedMicros() == 0) {
      return Optional.empty();
    }
    long now = clock.monotonicNanos();
    Sighting sighting = last;
    if (sighting.startedMicros() != watermark.startedMicros()) {
      sighting = new Sighting(watermark.startedMicros(), now);
      last = sighting;
    }
    Duration unmoved = Duration.ofNanos(now - sighting.atNanos());
    return clock
        .ageOf(watermark.startedMicros())
        .map(age -> age.compareTo(unmoved) > 0 ? age : unmoved);
  }
}
