package io.plimsoll.api.read;

import io.plimsoll.core.cache.CacheKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * At most one load of a key runs at a time in this process; others wait for its result. A waiter
 * does not accept a load that began longer ago than its own staleness bound by the time it ends:
 * then it starts, or joins, a newer one. Thread-safe.
 */
final class SingleFlight<T> {
  /** A result, and whether another caller's load brought it. */
  record Landed<T>(T value, boolean shared) {}

  private record Flight<T>(long startedNanos, CompletableFuture<T> result) {}

  private final ConcurrentMap<CacheKey, Flight<T>> flights = new ConcurrentHashMap<>();
  private final Executor executor;
  private final LongSupplier nanoTime;

  SingleFlight(Executor executor, LongSupplier nanoTime) {
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  CompletionStage<Landed<T>> load(CacheKey key, Duration bound, Supplier<T> loader) {
    return load(key, bound, loader, nanoTime.getAsLong());
  }

  private CompletionStage<Landed<T>> load(
      CacheKey key, Duration bound, Supplier<T> loader, long arrivedNanos) {
    Flight<T> mine = new Flight<>(nanoTime.getAsLong(), new CompletableFuture<>());
    Flight<T> running = flights.putIfAbsent(key, mine);
    if (running == null) {
      executor.execute(() -> fly(key, mine, loader));
      return mine.result().thenApply(value -> new Landed<>(value, false));
    }
    return running
        .result()
        .thenCompose(value ->
            running.startedNanos() - arrivedNanos >= 0
                    || nanoTime.getAsLong() - running.startedNanos() <= bound.toNanos()
                ? CompletableFuture.completedStage(new Landed<>(value, true))
                : load(key, bound, loader, arrivedNanos));
  }

  /**
   * Off the map before the result is known: whoever comes after the read began anew is not late.
   */
  private void fly(CacheKey key, Flight<T> flight, Supplier<T> loader) {
    try {
      T value = loader.get();
      flights.remove(key, flight);
      flight.result().complete(value);
    } catch (Throwable e) {
      flights.remove(key, flight);
      flight.result().completeExceptionally(e);
    }
  }
}
