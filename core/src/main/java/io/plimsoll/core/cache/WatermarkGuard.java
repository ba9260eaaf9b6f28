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
  private record Sighting(long startedMicros, long atNanos, boolean moved) {
    static final Sighting NONE = new Sighting(0, 0, false);
  }

  /** The last two: an answer may be overtaken by one with the next watermark. */
  private record Sightings(Sighting last, Sighting previous) {
    /** An older one is no movement: it comes from a server that has lost writes. */
    Sightings then(long startedMicros, long nanos) {
      boolean moved = last.startedMicros() != 0 && startedMicros > last.startedMicros();
      return new Sightings(new Sighting(startedMicros, nanos, moved), last);
    }
  }

  private final ServerClock clock;
  private volatile Sightings sightings = new Sightings(Sighting.NONE, Sighting.NONE);

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
    Sighting sighting = sighting(started, now);
    if (!sighting.moved()) {
      return Optional.empty();
    }
    Duration unmoved = Duration.ofNanos(now - sighting.atNanos());
    return clock.ageOf(started).map(age -> age.compareTo(unmoved) > 0 ? age : unmoved);
  }

  private Sighting sighting(long started, long now) {
    Sightings seen = sightings;
    if (seen.last().startedMicros() == started) {
      return seen.last();
    }
    if (seen.previous().startedMicros() == started) {
      return seen.previous();
    }
    Sightings next = seen.then(started, now);
    sightings = next;
    return next.last();
  }
}
