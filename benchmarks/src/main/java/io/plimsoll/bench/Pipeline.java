package io.plimsoll.bench;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongFunction;

/** One caller who keeps many questions under way. */
final class Pipeline {
  private static final int IN_FLIGHT = 64;

  /** Looking at the clock for each one would cost more than an answer from memory does. */
  private static final int BETWEEN_LOOKS = 64;

  private Pipeline() {}

  /**
   * Runs until the time is over and all have answered.
   *
   * @param call number n; answers whether it did what it should
   */
  static Rival.Count run(Duration time, LongFunction<CompletionStage<Boolean>> call)
      throws InterruptedException {
    Semaphore free = new Semaphore(IN_FLIGHT);
    LongAdder failed = new LongAdder();
    long end = System.nanoTime() + time.toNanos();
    long n = 0;
    do {
      for (int i = 0; i < BETWEEN_LOOKS; i++, n++) {
        free.acquire();
        call.apply(n)
            .whenComplete((good, failure) -> {
              free.release();
              if (failure != null || !good) {
                failed.increment();
              }
            });
      }
    } while (System.nanoTime() < end);
    free.acquire(IN_FLIGHT);
    return new Rival.Count(n, failed.sum());
  }
}
