package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
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
 * Heartbeats that were stamped before would then look younger than they are; so for whatever may
 * have been stamped before, what the clock was ahead by at least, once, still counts for {@link
 * #MEMORY}. Ages are too great by the step until the clock has caught up, which costs hits and no
 * promise ({@code docs/model/Bound.tla}).
 */
public final class ServerClock {
  /**
   * How long a step back is remembered at least, at most twice that: a heartbeat that is on its way
   * for longer, while the clock is set back by more than the bound, is the one case that is not
   * covered.
   */
  static final Duration MEMORY = Duration.ofMinutes(1);

  /** A sample is trusted this long; quartz drifts by less than 1 ms meanwhile. */
  private static final Duration TRUSTED = Duration.ofSeconds(5);

  /** Drift, and the microsecond that TIME rounds away. */
  private static final long MARGIN_MICROS = 1_000;

  /**
   * What is known since the last sample.
   *
   * @param atMostMicros how far the server's clock runs ahead at most
   * @param atLeastMicros and at least
   * @param onceMicros how far it ran ahead at least, at some time since {@code sinceNanos}
   * @param beforeMicros the same of the stretch before
   * @param horizonMicros the latest that the clock can have said before it was set back
   */
  private record Sample(
      long takenNanos,
      long atMostMicros,
      long atLeastMicros,
      long onceMicros,
      long beforeMicros,
      long sinceNanos,
      long horizonMicros) {

    static Sample first(long sentNanos, long receivedNanos, long atMost, long atLeast) {
      return new Sample(sentNanos, atMost, atLeast, atLeast, atLeast, receivedNanos, 0);
    }

    /** A sample that came late tells little; what the one before told still holds then. */
    Sample then(long sentNanos, long receivedNanos, long atMost, long atLeast) {
      boolean setBack = atMost < atLeastMicros;
      long horizon =
          setBack ? Math.max(horizonMicros, atMostMicros + receivedNanos / 1_000) : horizonMicros;
      boolean remembered = receivedNanos - sinceNanos < MEMORY.toNanos();
      return new Sample(
          sentNanos,
          atMost,
          setBack ? atLeast : Math.max(atLeast, atLeastMicros - MARGIN_MICROS),
          remembered ? Math.max(onceMicros, atLeast) : atLeast,
          remembered ? beforeMicros : onceMicros,
          remembered ? sinceNanos : receivedNanos,
          horizon);
    }

    /** Below zero when the moment lies ahead. */
    long ageMicros(long serverMicros, long nowNanos) {
      long ahead =
          serverMicros <= horizonMicros
              ? Math.max(atMostMicros, Math.max(onceMicros, beforeMicros))
              : atMostMicros;
      return nowNanos / 1_000 + ahead - serverMicros;
    }
  }

  /** From this heartbeat on they were stamped within this process's time. */
  private record Trust(Incarnation incarnation, Lsn from) {}

  private final LongSupplier nanoTime;
  private volatile Optional<Sample> sample = Optional.empty();
  private volatile Lsn trustedBehind;
  private volatile Trust trust = new Trust(Incarnation.UNKNOWN, Lsn.MAX);

  /** For a process that takes every heartbeat as it comes. */
  public ServerClock(LongSupplier nanoTime) {
    this(nanoTime, Lsn.NONE);
  }

  /**
   * For a process that has just started.
   *
   * @param trustedBehind see {@link #trustBehind}; {@link Lsn#MAX} until it is known
   */
  public ServerClock(LongSupplier nanoTime, Lsn trustedBehind) {
    this.nanoTime = nanoTime;
    this.trustedBehind = trustedBehind;
  }

  /**
   * Says from where on heartbeats can be trusted: a position of the log on the primary, read after
   * the first sample. The clock may have been set back before that, and heartbeats that were on
   * their way then would look young. The first one to commit behind the position may have been
   * stamped before it; the next one was not.
   */
  public void trustBehind(Lsn position) {
    trustedBehind = position;
  }

  Lsn trustedBehind() {
    return trustedBehind;
  }

  /** What one guard has found out, for all of the process. */
  void trustFrom(Incarnation incarnation, Lsn commitEnd) {
    if (incarnation.known() && !trusts(incarnation, commitEnd)) {
      trust = new Trust(incarnation, commitEnd);
    }
  }

  /** Heartbeats are stamped one after the other, so those behind a trusted one are trusted too. */
  boolean trusts(Incarnation incarnation, Lsn commitEnd) {
    Trust known = trust;
    return known.incarnation().equals(incarnation) && commitEnd.compareTo(known.from()) >= 0;
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
                .map(last -> last.then(sentNanos, received, atMost, atLeast))
                .orElseGet(() -> Sample.first(sentNanos, received, atMost, atLeast)));
  }

  /**
   * The greatest possible age of a moment on Redis's clock. Empty when the clock is not known, or
   * was set back so that the moment lies ahead.
   */
  public Optional<Duration> ageOf(long serverMicros) {
    long nanos = nanoTime.getAsLong();
    return recent(nanos)
        .map(s -> s.ageMicros(serverMicros, nanos))
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
    return recent(nanos).map(s -> nanos / 1_000 + s.atMostMicros());
  }

  private Optional<Sample> recent(long nanos) {
    return sample.filter(s -> nanos - s.takenNanos() < TRUSTED.toNanos());
  }
}
