package io.plimsoll.api.read;

import io.plimsoll.core.cache.CacheKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * At most one load of a key runs at a time in this process; others wait for its result. A waiter
 * whom the result does not suit, because it is too old by then or from before the waiter's token,
 * starts or joins a newer one. Thread-safe.
 */
final class SingleFlight<T> {
  /** A result, and whether another caller's load brought it. */
  record Landed<T>(T value, boolean shared) {}

  private final ConcurrentMap<CacheKey, CompletableFuture<T>> flights = new ConcurrentHashMap<>();

  /**
   * Joins the flight of a key or starts one.
   *
   * @param suits asked when another's load has landed
   * @param concerns asked when another's load has failed: whether this one would fail alike
   * @param loader starts a load; does not block
   */
  CompletionStage<Landed<T>> load(
      CacheKey key,
      Predicate<T> suits,
      Predicate<Throwable> concerns,
      Supplier<CompletionStage<T>> loader) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> running = flights.putIfAbsent(key, mine);
    if (running == null) {
      fly(key, mine, loader);
      return mine.thenApply(value -> new Landed<>(value, false));
    }
    return running
        .handle((value, failure) ->
            (failure == null ? suits.test(value) : concerns.test(failure))
                ? running.thenApply(landed -> new Landed<>(landed, true))
                : load(key, suits, concerns, loader))
        .thenCompose(landing -> landing);
  }

  /** Starts a load that nobody waits for, unless one is under way. */
  void loadUnlessRunning(CacheKey key, Supplier<CompletionStage<T>> loader) {
    CompletableFuture<T> mine = new CompletableFuture<>();
    if (flights.putIfAbsent(key, mine) == null) {
      fly(key, mine, loader);
    }
  }

  private void fly(CacheKey key, CompletableFuture<T> flight, Supplier<CompletionStage<T>> loader) {
    CompletionStage<T> loading;
    try {
      loading = loader.get();
    } catch (Throwable e) {
      loading = CompletableFuture.failedStage(e);
    }
    loading.whenComplete((value, failure) -> {
      // Off the map before the result is known: whoever comes after began anew is not late.
      flights.remove(key, flight);
      if (failure == null) {
        flight.complete(value);
      } else {
        flight.completeExceptionally(failure);
      }
    });
  }
}
