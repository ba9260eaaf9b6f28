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

  private record Sample(long aheadMicros, long takenNanos) {}

  private final LongSupplier nanoTime;
  private volatile Optional<Sample> sample = Optional.empty();

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
  public void sampled(long serverMicros, long sentNanos) {
    sample = Optional.of(new Sample(serverMicros - sentNanos / 1_000 + MARGIN_MICROS, sentNanos));
  }

  /**
   * The greatest possible age of a moment on Redis's clock. Empty when the clock is not known, or
   * was set back so that the moment lies ahead.
   */
  public Optional<Duration> ageOf(long serverMicros) {
    return now()
        .map(now -> now - serverMicros)
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
    long nanos = nanoTime.getAsLong();
    return sample
        .filter(s -> nanos - s.takenNanos() < TRUSTED.toNanos())
        .map(s -> nanos / 1_000 + s.aheadMicros());
  }
}
