package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FeedWatchTest {
  private final AtomicLong nanos = new AtomicLong();
  private final FeedWatch watch = new FeedWatch(2, nanos::get);

  private int after(Duration time, @Nullable String first, @Nullable String second) {
    nanos.addAndGet(time.toNanos());
    watch.saw(0, first == null ? null : Keys.bytes(first));
    watch.saw(1, second == null ? null : Keys.bytes(second));
    return watch.unfed();
  }

  @Test
  void movingStates_areFed() {
    assertThat(after(Duration.ofSeconds(11), "1", "1")).isZero();
    assertThat(after(Duration.ofSeconds(11), "2", "2")).isZero();
  }

  @Test
  void noState_isToldAfterAWhile() {
    assertThat(after(Duration.ofSeconds(9), "1", null)).as("a worker may be starting").isZero();
    assertThat(after(Duration.ofSeconds(2), "2", null)).isOne();
  }

  @Test
  void stateThatStandsStill_isToldUntilItMoves() {
    after(Duration.ZERO, "1", "1");
    assertThat(after(Duration.ofSeconds(11), "2", "1")).isOne();
    assertThat(after(Duration.ofSeconds(1), "3", "2")).isZero();
  }
}
