package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
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

  private static final Sighting NOTHING =
      new Sighting(Watermark.NONE, Incarnation.UNKNOWN, 0, Duration.ZERO, 0, false);

  /**
   * The newest watermark.
   *
   * @param age then
   * @param counted how many of this incarnation count, it included
   * @param settled whether enough have, in this incarnation or one before
   */
  private record Sighting(
      Watermark watermark,
      Incarnation incarnation,
      long atNanos,
      Duration age,
      int counted,
      boolean settled) {
    boolean isOf(Watermark other, Incarnation of) {
      return incarnation.equals(of) && watermark.startedMicros() == other.startedMicros();
    }

    /** Redis is back at older data, or an answer was overtaken. */
    boolean isBehind(Watermark other, Incarnation of) {
      return incarnation.equals(of) && other.commitEnd().compareTo(watermark.commitEnd()) < 0;
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

  /**
   * Empty when there is no watermark, it is older than one that was seen before, too few were seen
   * in its incarnation, or the clock is not known.
   */
  public Optional<Duration> age(Watermark watermark, Incarnation incarnation) {
    long started = watermark.startedMicros();
    if (started == 0 || last.isBehind(watermark, incarnation)) {
      return Optional.empty();
    }
    return clock.ageOf(started).flatMap(age -> atLeastCarried(watermark, incarnation, age));
  }

  private Optional<Duration> atLeastCarried(
      Watermark watermark, Incarnation incarnation, Duration age) {
    long now = clock.monotonicNanos();
    Sighting sighting = last;
    if (!sighting.isOf(watermark, incarnation)) {
      sighting = next(sighting, watermark, incarnation, age, now);
      last = sighting;
    }
    if (sighting.counted() < enough) {
      return Optional.empty();
    }
    Duration carried = sighting.age().plusNanos(now - sighting.atNanos());
    return Optional.of(age.compareTo(carried) > 0 ? age : carried);
  }

  /** Where history was replaced, positions of before say nothing: they are counted anew. */
  private Sighting next(
      Sighting before, Watermark watermark, Incarnation incarnation, Duration age, long now) {
    int same = before.incarnation().equals(incarnation) ? before.counted() : 0;
    boolean counts =
        before.settled() || watermark.commitEnd().compareTo(clock.trustedBehind()) >= 0;
    int counted = Math.min(enough, same + (counts ? 1 : 0));
    return new Sighting(
        watermark, incarnation, now, age, counted, before.settled() || counted == enough);
  }
}
