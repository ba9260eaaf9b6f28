package io.plimsoll.api.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * Processor time that an input took, over all threads of Java; a slow machine takes no more of it.
 */
final class Effort {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long MOST_NANOS = 1_000_000_000;

  private Effort() {}

  /** Fails when it takes over a second, and again: the first time may have loaded classes. */
  static void bounded(Runnable task) {
    if (of(task) > MOST_NANOS) {
      long nanos = of(task);
      if (nanos > MOST_NANOS) {
        throw new AssertionError("took " + nanos / 1_000_000 + " ms of processor time");
      }
    }
  }

  private static long of(Runnable task) {
    long before = total();
    task.run();
    return total() - before;
  }

  private static long total() {
    return Arrays.stream(THREADS.getAllThreadIds())
        .map(THREADS::getThreadCpuTime)
        .filter(nanos -> nanos > 0)
        .sum();
  }
}
