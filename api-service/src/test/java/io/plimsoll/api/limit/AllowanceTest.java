package io.plimsoll.api.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.limit.Gcra;
import io.plimsoll.core.limit.Permits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final Rate RATE = new Rate(100, Duration.ofSeconds(10));

  private long nanos = 1_000_000_000_000L;
  private long due;
  private final List<Integer> draws = new ArrayList<>();
  private boolean away;

  /** All instances' permits, with this test's clock. */
  private final Permits shared =
      (limit, rate, wanted) -> {
        draws.add(wanted);
        if (away) {
          return CompletableFuture.failedStage(
              new IllegalStateException("away, as the test wants"));
        }
        Gcra.Grant grant = Gcra.draw(due, nanos / 1_000, rate, wanted);
        due = grant.due();
        return CompletableFuture.completedStage(grant);
      };

  private final Allowance mine = new Allowance("a", RATE, () -> nanos);
  private final Allowance others = new Allowance("a", RATE, () -> nanos);

  private static Decision now(CompletionStage<Decision> decision) {
    return decision.toCompletableFuture().join();
  }

  private int takeAll(Allowance allowance) {
    int taken = 0;
    while (now(allowance.take(shared)).allowed()) {
      taken++;
    }
    return taken;
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void oneInstance_getsExactlyTheRate_inFewDraws() {
    assertThat(takeAll(mine)).isEqualTo(100);
    assertThat(draws.size()).as(draws.toString()).isLessThan(30);
    assertThat(draws).allSatisfy(wanted -> assertThat(wanted).isLessThanOrEqualTo(5));
  }

  @Test
  void twoInstances_getTheRateTogether() {
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += now(mine.take(shared)).allowed() ? 1 : 0;
      taken += now(others.take(shared)).allowed() ? 1 : 0;
    }
    taken += takeAll(mine) + takeAll(others);
    assertThat(taken).isEqualTo(100);
  }

  @Test
  void denial_isRemembered_untilItIsOver() {
    takeAll(mine);
    int asked = draws.size();
    Decision denied = now(mine.take(shared));
    assertThat(denied.allowed()).isFalse();
    assertThat(denied.remaining()).isZero();
    assertThat(denied.retry()).isEqualTo(Duration.ofMillis(100));
    assertThat(draws).hasSize(asked);
    pass(Duration.ofMillis(100));
    assertThat(now(mine.take(shared)).allowed()).isTrue();
  }

  /** What was drawn long ago must not add to what can be drawn now. */
  @Test
  void permits_thatWereNotUsed_areDropped() {
    for (int i = 0; i < 40; i++) {
      assertThat(now(mine.take(shared)).allowed()).isTrue();
    }
    pass(Duration.ofSeconds(20)); // All can be drawn again.
    assertThat(takeAll(others)).isEqualTo(100);
    assertThat(now(mine.take(shared)).allowed()).as("what it had is no longer good").isFalse();
  }

  @Test
  void slowUse_drawsAsManyAsItNeeds() {
    takeAll(mine);
    pass(Duration.ofSeconds(10));
    draws.clear();
    for (int i = 0; i < 20; i++) {
      assertThat(now(mine.take(shared)).allowed()).isTrue();
      pass(Duration.ofSeconds(2));
    }
    assertThat(draws.subList(10, 20)).as(draws.toString()).containsOnly(1);
  }

  @Test
  void whenNobodyCanBeAsked_theProcessHasTheRateForItself() {
    away = true;
    assertThat(takeAll(mine)).isEqualTo(100);
    assertThat(draws).as("one asked for all").hasSize(1);
    pass(Duration.ofSeconds(1));
    away = false;
    assertThat(takeAll(mine)).as("shared again").isEqualTo(100);
  }

  @Test
  void requests_thatComeWhileOneIsDrawing_waitForItAndShareIt() {
    List<CompletableFuture<Gcra.Grant>> open = new ArrayList<>();
    Permits slow =
        (limit, rate, wanted) -> {
          open.add(new CompletableFuture<>());
          return open.getLast();
        };
    List<CompletableFuture<Decision>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(mine.take(slow).toCompletableFuture());
    }
    assertThat(open).hasSize(1);
    open.getFirst().complete(new Gcra.Grant(2, 0, 0, 1, 0));
    assertThat(waiting.stream().filter(CompletableFuture::isDone)).hasSize(2);
    assertThat(open).hasSize(2);
    open.getLast().complete(new Gcra.Grant(0, 0, 0, 1, 1));
    assertThat(waiting).allMatch(CompletableFuture::isDone);
    assertThat(waiting.stream().map(CompletableFuture::join).filter(Decision::allowed)).hasSize(2);
  }

  @Test
  void oddRate_holdsItsPermitsForATenth() {
    assertThat(Allowance.hold(new Rate(1, Duration.ofSeconds(1))))
        .isEqualTo(Duration.ofMillis(100));
    assertThat(Allowance.hold(new Rate(1, Duration.ofHours(1)))).isEqualTo(Duration.ofSeconds(1));
  }
}
