package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clock that heartbeats are stamped with, Redis's, as an upper bound and without asking it each
 * time. A sample is the server's TIME, read somewhere between sending and receiving: the server's
 * clock runs ahead of the local monotonic clock by at most {@code time − sent}. One for all caches
 * of a process. Thread-safe.
 *
 * <p>When the clock is set back, or another server's clock takes over that runs behind, a heartbeat
 * stamped before is still under way and would look too young. So a moment that may be a stamp from
 * before is measured by the lead from before: until the clock has caught up with what it once said.
 */
public final class ServerClock {
  /** A sample is trusted this long; quartz drifts by less than 1 ms meanwhile. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** Drift, and the microsecond that TIME rounds away. */
  private static final long MARGIN_MICROS = 1_000;

  /**
   * After a step back of more than that, heartbeats from before it are taken to have arrived: for
   * an hour of step, nobody wants an hour without a cache.
   */
  private static final Duration HELD = Duration.ofMinutes(1);

  /**
   * What was known before a step back.
   *
   * @param untilMicros the latest that any stamp from before can say
   */
  private record Former(long aheadMicros, long untilMicros, long sinceNanos) {}

  private record Sample(long aheadMicros, long takenNanos, Optional<Former> former) {
    Sample next(long ahead, long sentNanos, long nowNanos) {
      long nowMicros = nowNanos / 1_000 + aheadMicros;
      Optional<Former> held = former.filter(f -> inForce(f, nowNanos));
      return held.isEmpty() && ahead < aheadMicros
          ? new Sample(ahead, sentNanos, Optional.of(new Former(aheadMicros, nowMicros, nowNanos)))
          : new Sample(ahead, sentNanos, held);
    }

    private boolean inForce(Former f, long nowNanos) {
      return nowNanos / 1_000 + aheadMicros <= f.untilMicros()
          && nowNanos - f.sinceNanos() < HELD.toNanos();
    }

    /** The greatest possible age of a stamp, below zero when it lies ahead. */
    long age(long stampMicros, long nowNanos) {
      long ahead =
          former
              .filter(f -> stampMicros <= f.untilMicros() && inForce(f, nowNanos))
              .map(f -> Math.max(f.aheadMicros(), aheadMicros))
              .orElse(aheadMicros);
      return nowNanos / 1_000 + ahead - stampMicros;
    }
  }

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
  public synchronized void sampled(long serverMicros, long sentNanos) {
    long ahead = serverMicros - sentNanos / 1_000 + MARGIN_MICROS;
    sample =
        Optional.of(
            sample
                .map(s -> s.next(ahead, sentNanos, nanoTime.getAsLong()))
                .orElseGet(() -> new Sample(ahead, sentNanos, Optional.empty())));
  }

  /**
   * The greatest possible age of a moment on Redis's clock. Empty when the clock is not known, or
   * was set back so that the moment lies ahead.
   */
  public Optional<Duration> ageOf(long serverMicros) {
    long nanos = nanoTime.getAsLong();
    return recent(nanos)
        .map(s -> s.age(serverMicros, nanos))
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
    return recent(nanos).map(s -> nanos / 1_000 + s.aheadMicros());
  }

  private Optional<Sample> recent(long nanos) {
    return sample.filter(s -> nanos - s.takenNanos() < TRUSTED.toNanos());
  }
}
