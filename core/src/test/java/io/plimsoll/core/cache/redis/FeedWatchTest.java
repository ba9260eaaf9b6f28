package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class FeedWatchTest {
  private static final Incarnation HERE = new Incarnation("here");

  private final AtomicLong nanos = new AtomicLong();
  private final ServerClock clock = new ServerClock(nanos::get);
  private final FeedWatch watch = new FeedWatch(2, clock);

  private int after(Duration time, @Nullable String first, @Nullable String second) {
    nanos.addAndGet(time.toNanos());
    watch.saw(0, first == null ? null : state(first));
    watch.saw(1, second == null ? null : state(second));
    return watch.unfed();
  }

  private static byte[] state(String epoch) {
    return state(epoch, Watermark.NONE);
  }

  private static byte[] state(String epoch, Watermark watermark) {
    return Keys.bytes(
        ControlCodec.encode(
            new Control(
                epoch,
                HERE,
                new Position("topic", 1),
                Lsn.NONE,
                watermark,
                Floor.PENDING,
                Floor.PENDING,
                "shapes")));
  }

  @Test
  void movingStates_areFed() {
    assertThat(after(Duration.ofSeconds(11), "1", "1")).isZero();
    assertThat(after(Duration.ofSeconds(11), "2", "2")).isZero();
  }

  @Test
  void silence_isToldUntilAnythingIsHeard() {
    after(Duration.ZERO, "1", "1");
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(watch.silent()).isEmpty();
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(watch.silent()).hasValueSatisfying(why -> assertThat(why).contains("4 s"));
    watch.saw(1, null);
    assertThat(watch.silent()).as("it has answered that it has no state").isEmpty();
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

  @Test
  void watermarks_areSightedBeforeAnybodyAsks() {
    clock.sampled(1_000, nanos.get());
    Watermark second = new Watermark(900, new Lsn(2), Xid.NONE);
    watch.saw(0, state("1", new Watermark(800, new Lsn(1), Xid.NONE)));
    watch.saw(0, state("1", second));
    assertThat(watch.guard(0).age(second, HERE)).isPresent();
  }
}
