package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import java.time.Duration;
import java.util.Optional;

/**
 * How old a watermark is, at most. Two measures, the greater counts: the heartbeats' clock, and its
 * age when this guard first saw it with the time since by the process's own monotonic clock.
 *
 * <p>A process that has just started cannot know of a clock that was set back before. So a
 * watermark has an age only from the second heartbeat on that commits behind {@link
 * ServerClock#trustBehind}, counted anew in each incarnation; what one guard of a process has found
 * out, the others need not. An older watermark than one that was seen has the age it had then, or
 * none where nobody remembers: Redis is back at older data, or an answer was overtaken.
 *
 * <p>Thread-safe: a lost race only forgets a sighting that the next lookup repeats.
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
   * A watermark as it was first seen.
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

    boolean isBehind(Watermark other, Incarnation of) {
      return incarnation.equals(of) && other.commitEnd().compareTo(watermark.commitEnd()) < 0;
    }
  }

  private record Sightings(Sighting newest, Sighting before) {}

  private final ServerClock clock;
  private final boolean rows;
  private final int enough;
  private volatile Sightings seen = new Sightings(NOTHING, NOTHING);

  public WatermarkGuard(ServerClock clock) {
    this(clock, false);
  }

  private WatermarkGuard(ServerClock clock, boolean rows) {
    this.clock = clock;
    this.rows = rows;
    this.enough = rows ? ENOUGH_BY_A_LATER_POSITION : ENOUGH;
  }

  /**
   * For heartbeats that are read as rows, on a standby.
   *
   * <p>Their {@code commitEnd} is a position that the standby had replayed before the row was read.
   */
  public static WatermarkGuard ofRows(ServerClock clock) {
    return new WatermarkGuard(clock, true);
  }

  /**
   * Empty when there is no watermark, it is older than those that are remembered, too few were seen
   * in its incarnation, or the clock is not known.
   */
  public Optional<Duration> age(Watermark watermark, Incarnation incarnation) {
    long started = watermark.startedMicros();
    return started == 0
        ? Optional.empty()
        : clock.ageOf(started).flatMap(age -> atLeastCarried(watermark, incarnation, age));
  }

  private Optional<Duration> atLeastCarried(
      Watermark watermark, Incarnation incarnation, Duration age) {
    long now = clock.monotonicNanos();
    return sighting(watermark, incarnation, age, now)
        .filter(sighting -> sighting.counted() >= enough)
        .map(sighting -> sighting.age().plusNanos(now - sighting.atNanos()))
        .map(carried -> age.compareTo(carried) > 0 ? age : carried);
  }

  private Optional<Sighting> sighting(
      Watermark watermark, Incarnation incarnation, Duration age, long now) {
    Sightings known = seen;
    if (known.newest().isOf(watermark, incarnation)) {
      return Optional.of(known.newest());
    }
    if (known.newest().isBehind(watermark, incarnation)) {
      return Optional.of(known.before()).filter(before -> before.isOf(watermark, incarnation));
    }
    Sighting news = next(known.newest(), watermark, incarnation, age, now);
    seen = new Sightings(news, known.newest());
    return Optional.of(news);
  }

  /** Where history was replaced, positions of before say nothing: they are counted anew. */
  private Sighting next(
      Sighting before, Watermark watermark, Incarnation incarnation, Duration age, long now) {
    int counted = counted(before, watermark, incarnation);
    if (!rows && counted == enough) {
      clock.trustFrom(incarnation, watermark.commitEnd());
    }
    return new Sighting(
        watermark, incarnation, now, age, counted, before.settled() || counted == enough);
  }

  private int counted(Sighting before, Watermark watermark, Incarnation incarnation) {
    if (!rows && clock.trusts(incarnation, watermark.commitEnd())) {
      return enough;
    }
    int same = before.incarnation().equals(incarnation) ? before.counted() : 0;
    boolean counts =
        before.settled() || watermark.commitEnd().compareTo(clock.trustedBehind()) >= 0;
    return Math.min(enough, same + (counts ? 1 : 0));
  }
}
