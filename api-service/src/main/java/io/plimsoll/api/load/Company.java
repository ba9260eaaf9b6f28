package io.plimsoll.api.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Reads that one statement can bring together, and how well that has gone. Most of what a short
 * read costs is what any statement costs: together they take far less of Postgres, and of the
 * connections. But Postgres plans a statement for many without knowing their values, and one that
 * takes long makes all of them wait. Where that happens, each goes alone again. Thread-safe.
 */
final class Company {
  /**
   * What a statement for many may take: all of them wait for the last one. Reads that take long go
   * alone, and have little to gain.
   */
  static final Duration MOST_TIME = Duration.ofMillis(20);

  /**
   * For how long each goes alone after company did no good: longer each time. The first time is
   * short, as a process that has just started, or a busy machine, makes statements late by itself.
   */
  private static final Duration REST = Duration.ofSeconds(1);

  private static final Duration LONGEST_REST = Duration.ofHours(1);

  /** By what one has to be slower in company to go alone: the one is measured under less load. */
  private static final double WORSE = 2;

  /** The newest duration's part in a mean. */
  private static final double NEWEST = 0.1;

  /** What takes more times the mean counts as this many: it may have waited for a lock. */
  private static final double OUTLIER = 4;

  /** A mean of fewer says little. */
  private static final int ENOUGH = 20;

  /** Of so many statements this part may be late, and no more: unless reads alone are too. */
  private static final double MANY = 1_000;

  private static final double MOST_LATE = 0.01;

  /** Of the first ones: it says little. */
  private static final double MOST_LATE_FIRST = 1;

  /** Enough for any number that is configured. */
  private static final int DOUBLINGS = 10;

  /** So many statements that did good make up for what was before. */
  private static final int PROVEN = 1_000;

  private final int most;
  private final LongSupplier nanoTime;
  private final Mean alone = new Mean();
  private final Mean together = new Mean();
  private double late;
  private double lateAlone;
  private int lateFirst;
  private boolean trying;
  private boolean resting;
  private long restUntil;
  private Duration rest = REST;

  /** When each statement began that runs. */
  private final List<Long> running = new ArrayList<>();

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

  /**
   * How many may go together now; 1 is alone. At first two and each time twice as many, by one
   * statement at a time.
   */
  synchronized int size() {
    if (isResting() || alone.count == 0 || (isLearning() && trying)) {
      return 1;
    }
    double one = Math.max(1, together.count == 0 ? alone.nanos : together.nanos);
    int dared = isLearning() ? Math.min(most, 2 << Math.min(together.count, DOUBLINGS)) : most;
    return (int) Math.max(1, Math.min(dared, MOST_TIME.toNanos() / one));
  }

  private boolean isLearning() {
    return together.count < ENOUGH;
  }

  private boolean isResting() {
    resting = resting && nanoTime.getAsLong() - restUntil < 0;
    return resting;
  }

  /** Some are about to go together. */
  synchronized void begins() {
    trying = true;
  }

  /** They have, whatever became of it. */
  synchronized void ended() {
    trying = false;
  }

  /**
   * How many of its statements may run at once, so that others wait for company: as many as bring
   * what all places would bring with one read each.
   */
  synchronized int places(int all) {
    return isLearning() || size() == 1
        ? all
        : (int) Math.max(1, Math.min(all, Math.ceil(all * together.nanos / alone.nanos)));
  }

  /** Whether one more statement may run. One that takes too long is not waited for. */
  synchronized boolean hasPlace(int all) {
    long now = nanoTime.getAsLong();
    return running.stream().filter(began -> now - began <= MOST_TIME.toNanos()).count()
        < places(all);
  }

  /** A statement begins. */
  synchronized void enter(long began) {
    running.add(began);
  }

  /** The one that began then has ended. */
  synchronized void leave(long began) {
    running.remove(began);
  }

  /** A read went alone, and took so long. */
  synchronized void alone(long nanos) {
    alone.add((double) nanos);
    lateAlone += ((isLate(nanos, 1) ? 1 : 0) - lateAlone) / MANY;
  }

  /** So many went together, and took so long in all. */
  synchronized void together(long nanos, int reads) {
    if (isResting()) {
      return; // It began before.
    }
    double read = (double) nanos / reads;
    together.add(together.count == 0 ? Math.min(read, OUTLIER * alone.nanos) : read);
    boolean isLate = isLate(nanos, reads);
    late += ((isLate ? 1 : 0) - late) / MANY;
    lateFirst += isLate && isLearning() ? 1 : 0;
    boolean bad =
        isLearning()
            ? lateFirst > MOST_LATE_FIRST + ENOUGH * WORSE * lateAlone
            : late > Math.max(MOST_LATE, WORSE * lateAlone) || together.nanos > WORSE * alone.nanos;
    // A mean that lets no two together would never change.
    boolean tooSlow = 2 * together.nanos > MOST_TIME.toNanos();
    if (bad || tooSlow) {
      rest();
    } else if (together.count == PROVEN) {
      rest = REST;
    }
  }

  /** Some of them would have been quick, most likely, had there not been the others. */
  private boolean isLate(long nanos, int reads) {
    return nanos > WORSE * Math.max((double) MOST_TIME.toNanos(), reads * alone.nanos);
  }

  /** What one of them asked for may fail the statement of all. */
  synchronized void failed() {
    rest();
  }

  private void rest() {
    if (isResting()) {
      return; // Others of before have the same to say.
    }
    resting = true;
    restUntil = nanoTime.getAsLong() + rest.toNanos();
    rest = rest.multipliedBy(2);
    if (rest.compareTo(LONGEST_REST) > 0) {
      rest = LONGEST_REST;
    }
    together.forget();
    late = 0;
    lateFirst = 0;
  }
}
