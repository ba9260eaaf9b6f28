package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.cache.CacheKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {
  private static final CacheKey KEY = new CacheKey("k");

  private final Deque<CompletableFuture<Integer>> loading = new ArrayDeque<>();
  private final SingleFlight<Integer> flights = new SingleFlight<>();
  private int loads;

  private CompletableFuture<SingleFlight.Landed<Integer>> load(Predicate<Integer> suits) {
    return flights
        .load(
            KEY,
            suits,
            failure -> !(failure instanceof IllegalArgumentException),
            () -> {
              loading.add(new CompletableFuture<>());
              return loading.getLast();
            })
        .toCompletableFuture();
  }

  private CompletableFuture<SingleFlight.Landed<Integer>> load() {
    return load(value -> true);
  }

  private void land() {
    loading.remove().complete(++loads);
  }

  @Test
  void waiters_ofOneKey_shareOneLoad() {
    var first = load();
    var second = load();
    land();
    assertThat(first.join()).isEqualTo(new SingleFlight.Landed<>(1, false));
    assertThat(second.join()).isEqualTo(new SingleFlight.Landed<>(1, true));
    assertThat(loading).isEmpty();
  }

  @Test
  void loads_oneAfterTheOther_areTwo() {
    var _ = load();
    land();
    var later = load();
    land();
    assertThat(later.join()).isEqualTo(new SingleFlight.Landed<>(2, false));
  }

  @Test
  void waiters_whomTheResultDoesNotSuit_shareANewOne() {
    var _ = load();
    var first = load(value -> value > 1);
    var second = load(value -> value > 1);
    land();
    assertThat(first).isNotDone();
    land();
    assertThat(first.join().value()).isEqualTo(2);
    assertThat(second.join().value()).isEqualTo(2);
    assertThat(loading).isEmpty();
  }

  @Test
  void loadInTheBackground_isJoined_andNotStartedTwice() {
    flights.loadUnlessRunning(
        KEY,
        () -> {
          loading.add(new CompletableFuture<>());
          return loading.getLast();
        });
    flights.loadUnlessRunning(
        KEY,
        () -> {
          throw new AssertionError("one is under way");
        });
    var waiter = load();
    land();
    assertThat(waiter.join()).isEqualTo(new SingleFlight.Landed<>(1, true));
  }

  @Test
  void failure_reachesAllWaiters_andTheNextLoadIsNew() {
    var first = load();
    var second = load();
    loading.remove().completeExceptionally(new IllegalStateException("away"));
    assertThatThrownBy(first::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("away");
    assertThatThrownBy(second::join).hasMessageContaining("away");
    var third = load();
    land();
    assertThat(third.join().value()).isEqualTo(1);
  }

  @Test
  void failure_thatConcernsTheFirstOnly_isNotShared() {
    var first = load();
    var second = load();
    loading.remove().completeExceptionally(new IllegalArgumentException("of the first"));
    assertThatThrownBy(first::join).isInstanceOf(CompletionException.class);
    land();
    assertThat(second.join().shared()).as("it has loaded by itself").isFalse();
  }
}
