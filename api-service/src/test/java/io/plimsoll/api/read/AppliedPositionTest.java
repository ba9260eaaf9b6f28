package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A wait ends when the stream has come so far, and not before. */
final class AppliedPositionTest {
  private static final Incarnation HISTORY = new Incarnation("1-1-1-");
  private static final Incarnation OTHER = new Incarnation("2-1-1-");

  private final AppliedPosition position = new AppliedPosition();

  AppliedPositionTest() {
    open(HISTORY, 100);
  }

  private static Token at(long lsn) {
    return new Token(new Mark(new Xid(7), new Lsn(lsn)), HISTORY);
  }

  private void open(Incarnation incarnation, long applied) {
    position.epoch(
        "test", Control.opened("e", incarnation, new Position("t", 1), new Lsn(applied), "shapes"));
  }

  private void apply(long lsn) {
    Position somewhere = new Position("t", 1);
    position.applied(
        new Batch(
            "e", somewhere, somewhere, new Lsn(lsn), List.of(), Optional.empty(), Optional.empty()),
        List.of(),
        0,
        Watermark.NONE);
  }

  private static CompletableFuture<Boolean> of(CompletionStage<Boolean> stage) {
    return stage.toCompletableFuture();
  }

  @Test
  void whatWasApplied_isReachedAtOnce() {
    assertThat(of(position.reached(at(100)))).isCompletedWithValue(true);
    apply(150);
    assertThat(of(position.reached(at(150)))).isCompletedWithValue(true);
    assertThat(of(position.reached(at(151)))).isNotDone();
  }

  @Test
  void waits_endInTheOrderOfTheLog() {
    CompletableFuture<Boolean> far = of(position.reached(at(300)));
    CompletableFuture<Boolean> near = of(position.reached(at(200)));
    apply(199);
    assertThat(near).isNotDone();
    apply(200);
    assertThat(near).isCompletedWithValue(true);
    assertThat(far).isNotDone();
    apply(1_000);
    assertThat(far).isCompletedWithValue(true);
  }

  @Test
  void positionOfAnotherHistory_orOfNone_isNotWaitedFor() {
    Token other = new Token(at(50).mark(), OTHER);
    assertThat(of(position.reached(other))).isCompletedWithValue(false);
    Token nowhere = new Token(new Mark(new Xid(7), Lsn.MAX), HISTORY);
    assertThat(of(position.reached(nowhere))).isCompletedWithValue(false);
    assertThat(of(new AppliedPosition().reached(at(1)))).isCompletedWithValue(false);
  }

  @Test
  void newEpoch_endsTheWait_withoutTheWrite() {
    CompletableFuture<Boolean> wait = of(position.reached(at(300)));
    open(OTHER, 10);
    assertThat(wait).isCompletedWithValue(false);
    assertThat(of(position.reached(new Token(at(11).mark(), OTHER)))).isNotDone();
  }

  @Test
  void waits_areBounded() {
    for (int i = 0; i < 10_000; i++) {
      assertThat(of(position.reached(at(500)))).isNotDone();
    }
    assertThat(of(position.reached(at(500)))).isCompletedWithValue(false);
    apply(500);
    assertThat(of(position.reached(at(501)))).as("there is room again").isNotDone();
  }
}
