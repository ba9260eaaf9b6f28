package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The clock that heartbeats are stamped with, Redis's, as an upper bound and without asking it each
 * time. A sample is the server's TIME, read somewhere between sending and receiving: the server's
 * clock runs ahead of the local monotonic clock by at most {@code time − sent} and at least {@code
 * time − received}. One for all caches of a process. Thread-safe.
 *
 * <p>The server's clock may be set back, or a server whose clock is behind may take over.
 * Heartbeats that were stamped before would then look younger than they are; so what the clock was
 * ahead by at least, once, still counts for {@link #MEMORY}. Until then ages are too great by that
 * step, which costs hits and no promise ({@code docs/model/Bound.tla}).
 */
public final class ServerClock {
  /** How long a step back is remembered at least: longer than any heartbeat is on its way. */
  static final Duration MEMORY = Duration.ofMinutes(5);

  /** A sample is trusted this long; quartz drifts by less than 1 ms meanwhile. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** Drift, and the microsecond that TIME rounds away. */
  private static final long MARGIN_MICROS = 1_000;

  /**
   * What is known since the last sample.
   *
   * @param atMostMicros how far the server's clock runs ahead at most
   * @param onceMicros how far it ran ahead at least, at some time since {@code sinceNanos}
   * @param beforeMicros the same of the stretch before
   */
  private record Sample(
      long atMostMicros, long takenNanos, long onceMicros, long beforeMicros, long sinceNanos) {
    long aheadMicros() {
      return Math.max(atMostMicros, Math.max(onceMicros, beforeMicros));
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
   * Takes a sample that has just been received.
   *
   * @param serverMicros what the server said
   * @param sentNanos when it was asked, by the local monotonic clock
   */
  public synchronized void sampled(long serverMicros, long sentNanos) {
    long received = nanoTime.getAsLong();
    long atMost = serverMicros - sentNanos / 1_000 + MARGIN_MICROS;
    long atLeast = serverMicros - received / 1_000;
    sample =
        Optional.of(
            sample
                .map(last ->
                    received - last.sinceNanos() < MEMORY.toNanos()
                        ? new Sample(
                            atMost,
                            sentNanos,
                            Math.max(last.onceMicros(), atLeast),
                            last.beforeMicros(),
                            last.sinceNanos())
                        : new Sample(atMost, sentNanos, atLeast, last.onceMicros(), received))
                .orElseGet(() -> new Sample(atMost, sentNanos, atLeast, atLeast, received)));
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
