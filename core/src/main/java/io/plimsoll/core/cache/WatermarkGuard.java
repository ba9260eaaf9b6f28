package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * How old a watermark is, at most. Two measures, the greater counts: the heartbeats' clock, and its
 * age when this process first saw it with the time since by its own monotonic clock. A watermark
 * that this process has not seen move yet has no age: who has just started cannot know of a clock
 * that was set back before. Thread-safe: a lost race only forgets a sighting that the next lookup
 * repeats.
 */
public final class WatermarkGuard {
  /** The first behind the trusted position may have been stamped before it. */
  private static final int ENOUGH = 2;

  /**
   * Where a heartbeat comes with a position at or behind its own, the first that is seen there may
   * even have committed before the trusted position.
   */
  private static final int ENOUGH_BY_A_LATER_POSITION = 3;

  private static final Sighting NOTHING = new Sighting(Watermark.NONE, 0, Duration.ZERO, 0);

  /**
   * The newest watermark.
   *
   * @param age then
   * @param trusted how many behind the trusted position, it included
   */
  private record Sighting(Watermark watermark, long atNanos, Duration age, int trusted) {
    /**
     * Only a newer one is news: answers of two connections may overtake each other, and Redis may
     * fail over to an older state. Where the clock was set back the position is greater, and after
     * a restored backup the time.
     */
    boolean isOlderThan(Watermark other) {
      return other.startedMicros() > watermark.startedMicros()
          || (other.startedMicros() < watermark.startedMicros()
              && other.commitEnd().compareTo(watermark.commitEnd()) > 0);
    }
  }

  private final ServerClock clock;
  private final int enough;
  private volatile Sighting last = NOTHING;

  public WatermarkGuard(ServerClock clock) {
    this(clock, ENOUGH);
  }

  private WatermarkGuard(ServerClock clock, int enough) {
    this.clock = clock;
    this.enough = enough;
  }

  /**
   * For heartbeats that are read as rows, on a standby.
   *
   * <p>Their {@code commitEnd} is a position that the standby had replayed before the row was read.
   */
  public static WatermarkGuard ofRows(ServerClock clock) {
    return new WatermarkGuard(clock, ENOUGH_BY_A_LATER_POSITION);
  }

  /** Empty when there is no watermark, it was not seen to move, or the clock is not known. */
  public Optional<Duration> age(Watermark watermark) {
    long started = watermark.startedMicros();
    if (started == 0) {
      return Optional.empty();
    }
    return clock.ageOf(started).flatMap(age -> atLeastCarried(watermark, age));
  }

  private Optional<Duration> atLeastCarried(Watermark watermark, Duration age) {
    long now = clock.monotonicNanos();
    Sighting sighting = last;
    if (sighting.isOlderThan(watermark)) {
      int trusted = sighting.trusted() + (isTrusted(watermark) ? 1 : 0);
      sighting = new Sighting(watermark, now, age, Math.min(trusted, enough));
      last = sighting;
    }
    if (sighting.trusted() < enough) {
      return Optional.empty();
    }
    Duration carried = sighting.age().plusNanos(now - sighting.atNanos());
    return Optional.of(age.compareTo(carried) > 0 ? age : carried);
  }

  private boolean isTrusted(Watermark watermark) {
    return watermark.commitEnd().compareTo(clock.trustedBehind()) >= 0;
  }
}
