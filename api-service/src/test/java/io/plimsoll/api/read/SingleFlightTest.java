package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.cache.CacheKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {
  private static final CacheKey KEY = new CacheKey("k");
  private static final Duration BOUND = Duration.ofSeconds(2);

  private final Deque<Runnable> pending = new ArrayDeque<>();
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger loads = new AtomicInteger();
  private final SingleFlight<Integer> flights = new SingleFlight<>(pending::add, nanos::get);

  private CompletableFuture<SingleFlight.Landed<Integer>> load() {
    return flights.load(KEY, BOUND, loads::incrementAndGet).toCompletableFuture();
  }

  private void land() {
    pending.remove().run();
  }

  @Test
  void waiters_ofOneKey_shareOneLoad() {
    var first = load();
    var second = load();
    land();
    assertThat(first.join()).isEqualTo(new SingleFlight.Landed<>(1, false));
    assertThat(second.join()).isEqualTo(new SingleFlight.Landed<>(1, true));
    assertThat(pending).isEmpty();
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
  void waiter_ofALoadOlderThanItsBound_startsANewOne() {
    var _ = load();
    nanos.set(BOUND.toNanos() - 1);
    var waiter = load();
    nanos.set(BOUND.toNanos() + 1);
    land();
    assertThat(waiter).isNotDone();
    land();
    assertThat(waiter.join()).isEqualTo(new SingleFlight.Landed<>(2, false));
  }

  @Test
  void loadBegunAfterTheWaiterCame_isFreshEnough_howeverLongItTook() {
    var _ = load();
    nanos.set(1);
    var first = load();
    var second = load();
    nanos.set(BOUND.toNanos() + 1);
    land(); // too old for both: one begins anew, the other joins it
    nanos.set(3 * BOUND.toNanos());
    land();
    assertThat(first.join().value()).isEqualTo(2);
    assertThat(second.join().value()).isEqualTo(2);
    assertThat(pending).isEmpty();
  }

  @Test
  void failure_reachesAllWaiters_andTheNextLoadIsNew() {
    var first =
        flights
            .load(
                KEY,
                BOUND,
                () -> {
                  throw new IllegalStateException("away");
                })
            .toCompletableFuture();
    var second = load();
    land();
    assertThatThrownBy(first::join)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("away");
    assertThatThrownBy(second::join).hasMessageContaining("away");
    var third = load();
    land();
    assertThat(third.join().value()).isEqualTo(1);
  }
}
