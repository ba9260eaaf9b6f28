package io.plimsoll.core.cache.redis;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Ends what Redis does not answer in time. All deadlines are equally long, so they pass in the
 * order in which the commands came, and one queue does; a timer for each command costs as much as
 * the command. A command fails up to one sweep late. Thread-safe.
 */
final class Deadlines {
  private record Pending(CompletableFuture<?> answer, long startedNanos) {}

  private final Queue<Pending> queue = new ConcurrentLinkedQueue<>();
  private final Duration timeout;
  private final LongSupplier nanoTime;

  Deadlines(Duration timeout, LongSupplier nanoTime) {
    this.timeout = timeout;
    this.nanoTime = nanoTime;
  }

  <T> CompletionStage<T> watch(CompletionStage<T> answer) {
    queue.add(new Pending(answer.toCompletableFuture(), nanoTime.getAsLong()));
    return answer;
  }

  /** Forgets what is done, and fails what is late. */
  void sweep() {
    long now = nanoTime.getAsLong();
    for (Pending head = queue.peek(); head != null; head = queue.peek()) {
      if (!head.answer().isDone()) {
        if (now - head.startedNanos() <= timeout.toNanos()) {
          return;
        }
        head.answer()
            .completeExceptionally(
                new TimeoutException("no answer within " + timeout.toMillis() + " ms"));
      }
      queue.remove();
    }
  }
}
