package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * How old a watermark is, at most. Two measures, the greater counts: the heartbeats' clock, and how
 * long this process has seen the same watermark by its own monotonic clock. The second holds when
 * the heartbeats' clock is set back while the change stream stands still; so a watermark that this
 * process has not seen move yet has no age. Thread-safe: a lost race only forgets a sighting that
 * the next lookup repeats.
 */
public final class WatermarkGuard {
  private record Sighting(long startedMicros, long atNanos, boolean moved) {}

  private final ServerClock clock;
  private volatile Sighting last = new Sighting(0, 0, false);

  public WatermarkGuard(ServerClock clock) {
    this.clock = clock;
  }

  /** Empty when there is no watermark, it was not seen to move, or the clock is not known. */
  public Optional<Duration> age(Watermark watermark) {
    long started = watermark.startedMicros();
    if (started == 0) {
      return Optional.empty();
    }
    long now = clock.monotonicNanos();
    Sighting sighting = last;
    if (sighting.startedMicros() != started) {
      sighting = new Sighting(started, now, sighting.startedMicros() != 0);
      last = sighting;
    }
    if (!sighting.moved()) {
      return Optional.empty();
    }
    Duration unmoved = Duration.ofNanos(now - sighting.atNanos());
    return clock.ageOf(started).map(age -> age.compareTo(unmoved) > 0 ? age : unmoved);
  }
}
