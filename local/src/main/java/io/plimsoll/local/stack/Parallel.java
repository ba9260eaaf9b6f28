package io.plimsoll.local.stack;

import io.plimsoll.local.server.ServerException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs steps at once, each on a thread of its own. */
final class Parallel {
  private Parallel() {}

  /**
   * Returns when all are done; the first failure interrupts the others and is thrown after they
   * ended.
   */
  static void run(Collection<? extends Runnable> steps) {
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      ExecutorCompletionService<Void> ends = new ExecutorCompletionService<>(threads);
      steps.forEach(step -> ends.submit(step, null));
      try {
        for (int i = 0; i < steps.size(); i++) {
          await(ends.take());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ServerException("interrupted", e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /**
   * Returns when all are done, failed or not; throws the first failure with the others suppressed.
   */
  static void runAll(Collection<? extends Runnable> steps) {
    List<RuntimeException> failures = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> futures = new ArrayList<>();
      steps.forEach(step -> futures.add(threads.submit(step)));
      for (Future<?> future : futures) {
        try {
          await(future);
        } catch (RuntimeException e) {
          failures.add(e);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          failures.add(new ServerException("interrupted", e));
        }
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  private static void await(Future<?> future) throws InterruptedException {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new ServerException("a step of the start failed", e.getCause());
    }
  }
}
