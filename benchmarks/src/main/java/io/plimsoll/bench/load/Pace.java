package io.plimsoll.bench.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * When the events of an open loop are due: at a fixed rate from a start, whatever became of the
 * ones before. Latency counts from here, so that a target that stalls does not hide its stall by
 * keeping the sender waiting (Tene's "coordinated omission").
 *
 * @param startNanos of {@link System#nanoTime}
 * @param perSecond events
 */
public record Pace(long startNanos, double perSecond) {
  /** When event n is due, of {@link System#nanoTime}. */
  public long due(long n) {
    return startNanos + (long) (n * TimeUnit.SECONDS.toNanos(1) / perSecond);
  }

  /** Returns when event n is due: at once when the sender is behind. */
  public long await(long n) throws InterruptedException {
    long due = due(n);
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted while pacing");
      }
    }
    return due;
  }
}
