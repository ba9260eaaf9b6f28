package io.plimsoll.system.staleness;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Threads of their own for what runs until it is told to end. Started by one thread. */
final class Tasks implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean ending;

  /** Whether the tasks are to end. */
  boolean ending() {
    return ending;
  }

  void start(Callable<?> task) {
    running.add(threads.submit(task));
  }

  /** Tells the tasks to end, waits, and throws what one of them failed with. */
  @Override
  public void close() {
    ending = true;
    try {
      for (Future<?> task : running) {
        task.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a part of the checker failed", e.getCause());
    } finally {
      threads.shutdown();
    }
  }
}
