package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clock that heartbeats are stamped with, Redis's, as an upper bound and without asking it each
 * time. A sample is the server's TIME, read somewhere between sending and receiving: the server's
 * clock runs ahead of the local monotonic clock by at most {@code time − sent}. One for all caches
 * of a process. Thread-safe.
 */
public final class ServerClock {
  /** A sample is trusted this long; quartz drifts by less than 1 ms meanwhile. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** Drift, and the microsecond that TIME rounds away. */
  private static final long MARGIN_MICROS = 1_000;

  /** More than a slow answer can make a sample differ from the one before. */
  private static final long STEP_MICROS = 100_000;

  private record Sample(long aheadMicros, long takenNanos) {}

  /**
   * The server's clock was set back: its times up to the horizon may be from before that, when it
   * was ahead by more, and only then are they as young as they look.
   */
  private record SetBack(long aheadMicros, long horizonMicros) {
    static final SetBack NEVER = new SetBack(Long.MIN_VALUE, Long.MIN_VALUE);

    SetBack or(SetBack other) {
      return new SetBack(
          Math.max(aheadMicros, other.aheadMicros), Math.max(horizonMicros, other.horizonMicros));
    }
  }

  private final LongSupplier nanoTime;
  private volatile Optional<Sample> sample = Optional.empty();
  private volatile SetBack setBack = SetBack.NEVER;

  public ServerClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  public long monotonicNanos() {
    return nanoTime.getAsLong();
  }

  /**
   * Takes a sample.
   *
   * @param serverMicros what the server said
   * @param sentNanos when it was asked, by the local monotonic clock
   */
  public synchronized void sampled(long serverMicros, long sentNanos) {
    long ahead = serverMicros - sentNanos / 1_000 + MARGIN_MICROS;
    long nowMicros = nanoTime.getAsLong() / 1_000;
    sample
        .filter(before -> before.aheadMicros() - ahead > STEP_MICROS)
        .map(before -> new SetBack(before.aheadMicros(), nowMicros + before.aheadMicros()))
        .ifPresent(step -> setBack = setBack.or(step));
    sample = Optional.of(new Sample(ahead, sentNanos));
  }

  /**
   * The greatest possible age of a moment on Redis's clock. Empty when the clock is not known, or
   * was set back so that the moment lies ahead.
   */
  public Optional<Duration> ageOf(long serverMicros) {
    SetBack step = setBack;
    return recent()
        .map(s -> serverMicros <= step.horizonMicros() ? Math.max(s, step.aheadMicros()) : s)
        .map(ahead -> nanoTime.getAsLong() / 1_000 + ahead - serverMicros)
        .filter(age -> age >= 0)
        .map(age -> Duration.ofNanos(age * 1_000));
  }

  /** What is left of an entry's time; empty when it has run out. Redis drops it by itself later. */
  public Optional<Duration> ttl(Entry entry) {
    return now()
        .map(now -> entry.storedMicros() / 1_000 + entry.ttlMillis() - now / 1_000)
        .filter(millis -> millis >= 0)
        .map(Duration::ofMillis);
  }

  /** The latest it can be now, µs since 1970; empty without a recent sample. */
  public Optional<Long> now() {
    return recent().map(ahead -> nanoTime.getAsLong() / 1_000 + ahead);
  }

  /** By how much the server's clock is ahead at most, µs. */
  private Optional<Long> recent() {
    long nanos = nanoTime.getAsLong();
    return sample.filter(s -> nanos - s.takenNanos() < TRUSTED.toNanos()).map(Sample::aheadMicros);
  }
}
