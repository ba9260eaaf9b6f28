package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Entry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Redis's clock as an upper bound, without asking it each time. A sample is the server's TIME, read
 * somewhere between sending and receiving: the server's clock runs ahead of the local monotonic
 * clock by at most {@code time − sent}. Thread-safe.
 */
final class RedisClock {
  /** A sample is trusted this long; quartz drifts by less than 1 ms meanwhile. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** Drift, and the microsecond that TIME rounds away. */
  private static final long MARGIN_MICROS = 1_000;

  private record Sample(long aheadMicros, long takenNanos) {}

  private final LongSupplier nanoTime;
  private volatile Optional<Sample> sample = Optional.empty();

  RedisClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  long monotonicNanos() {
    return nanoTime.getAsLong();
  }

  void sampled(long serverMicros, long sentNanos) {
    sample = Optional.of(new Sample(serverMicros - sentNanos / 1_000 + MARGIN_MICROS, sentNanos));
  }

  /**
   * The greatest possible age of a moment on Redis's clock. Empty when the clock is not known, or
   * was set back so that the moment lies ahead.
   */
  Optional<Duration> ageOf(long serverMicros) {
    return now()
        .map(now -> now - serverMicros)
        .filter(age -> age >= 0)
        .map(age -> Duration.ofNanos(age * 1_000));
  }

  /** What is left of an entry's time; empty when it has run out. Redis drops it by itself later. */
  Optional<Duration> ttl(Entry entry) {
    return now()
        .map(now -> entry.storedMicros() / 1_000 + entry.ttlMillis() - now / 1_000)
        .filter(millis -> millis >= 0)
        .map(Duration::ofMillis);
  }

  private Optional<Long> now() {
    long nanos = nanoTime.getAsLong();
    return sample
        .filter(s -> nanos - s.takenNanos() < TRUSTED.toNanos())
        .map(s -> nanos / 1_000 + s.aheadMicros());
  }
}
