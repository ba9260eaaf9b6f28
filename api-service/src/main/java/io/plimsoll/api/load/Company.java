package io.plimsoll.api.load;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Reads that one statement can bring together, and how well that has gone. Most of what a short
 * read costs is what any statement costs: together they take far less of Postgres, and of the
 * connections. But Postgres plans a statement for many without knowing their values; where that is
 * the worse plan, each goes alone again. Thread-safe.
 */
final class Company {
  /**
   * What a statement for many may take: all of them wait for the last one. Reads that take long go
   * alone, and have little to gain.
   */
  private static final Duration MOST_TIME = Duration.ofMillis(20);

  /** For how long each goes alone after company did no good. */
  private static final Duration REST = Duration.ofMinutes(1);

  /** By what one has to be slower in company to go alone: the one is measured under less load. */
  private static final double WORSE = 2;

  /** The newest duration's part in a mean. */
  private static final double NEWEST = 0.1;

  /** What takes more times the mean counts as this many: it may have waited for a lock. */
  private static final double OUTLIER = 4;

  /** A mean of fewer says little. */
  private static final int ENOUGH = 20;

  private final int most;
  private final LongSupplier nanoTime;
  private final Mean alone = new Mean();
  private final Mean together = new Mean();
  private boolean resting;
  private long restUntil;
  private int running;

  /** Nanoseconds of one read. */
  private static final class Mean {
    private double nanos;
    private int count;

    void add(double read) {
      nanos = count == 0 ? read : nanos + NEWEST * (Math.min(read, OUTLIER * nanos) - nanos);
      count++;
    }

    void forget() {
      count = 0;
    }
  }

  /**
   * Of which nothing is known yet.
   *
   * @param most how many there may be
   * @param nanoTime monotonic
   */
  Company(int most, LongSupplier nanoTime) {
    this.most = most;
    this.nanoTime = nanoTime;
  }

  /** How many may go together now; 1 is alone. */
  synchronized int size() {
    if (resting && nanoTime.getAsLong() - restUntil < 0) {
      return 1;
    }
    resting = false;
    if (alone.count == 0) {
      return 1;
    }
    double one = Math.max(1, together.count == 0 ? alone.nanos : together.nanos);
    return (int) Math.max(1, Math.min(most, (double) MOST_TIME.toNanos() / one));
  }

  /**
   * How many of its statements may run at once, so that others wait for company: as many as bring
   * what all places would bring with one read each.
   */
  synchronized int places(int all) {
    return size() == 1 || together.count < ENOUGH
        ? all
        : (int) Math.max(1, Math.min(all, Math.ceil(all * together.nanos / alone.nanos)));
  }

  /** Whether one more statement may run. */
  synchronized boolean hasPlace(int all) {
    return running < places(all);
  }

  /** A statement begins. */
  synchronized void enter() {
    running++;
  }

  /** It has ended. */
  synchronized void leave() {
    running--;
  }

  /** A read went alone, and took so long. */
  synchronized void alone(long nanos) {
    alone.add((double) nanos);
  }

  /** So many went together, and took so long in all. */
  synchronized void together(long nanos, int reads) {
    together.add((double) nanos / reads);
    if (together.count >= ENOUGH && together.nanos > WORSE * alone.nanos) {
      rest();
    }
  }

  /** What one of them asked for may fail the statement of all. */
  synchronized void failed() {
    rest();
  }

  private void rest() {
    resting = true;
    restUntil = nanoTime.getAsLong() + REST.toNanos();
    together.forget();
  }
}
