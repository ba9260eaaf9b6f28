package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private final Replay replay = new Replay(Optional.of(mark(10, 100)));

  @Test
  void stream_thatBringsThePublishedTransactionAgain_isTheSame() {
    assertThatCode(() -> require(mark(9, 90), mark(10, 100), mark(8, 110)))
        .doesNotThrowAnyException();
  }

  @Test
  void stream_thatPassesItsPosition_isAnother() {
    assertThatThrownBy(() -> require(mark(9, 90), mark(11, 101)))
        .isInstanceOfSatisfying(
            CaptureException.class, e -> assertThat(e.code()).isEqualTo("origin-rewound"))
        .hasMessageContaining("restored to an earlier state");
  }

  @Test
  void stream_withAnotherTransactionThere_isAnother() {
    assertThatThrownBy(() -> require(mark(11, 100))).isInstanceOf(CaptureException.class);
  }

  @Test
  void stream_withTheTransactionElsewhere_isAnother() {
    assertThatThrownBy(() -> require(mark(10, 101))).isInstanceOf(CaptureException.class);
  }

  @Test
  void stream_ofWhichNothingComesAgain_isTaken() {
    assertThatCode(() -> new Replay(Optional.empty()).require(mark(1, 1)))
        .doesNotThrowAnyException();
  }

  private void require(Mark... commits) throws CaptureException {
    for (Mark commit : commits) {
      replay.require(commit);
    }
  }

  private static Mark mark(long xid, long lsn) {
    return new Mark(new Xid(xid), new Lsn(lsn));
  }
}
