package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.GapCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the slot says by its state, and by where it stands when the stream begins. */
class SlotStateTest {
  @Test
  void missingSlot_isAGap() {
    assertThat(SlotState.gap(Optional.empty())).contains(GapCode.SLOT_CREATED);
  }

  @Test
  void slotThatPostgresGaveUp_isAGap() {
    assertThat(SlotState.gap(Optional.of(state("wal_removed", "")))).contains(GapCode.SLOT_LOST);
  }

  @Test
  void slotOfUse_isNone() {
    assertThat(SlotState.gap(Optional.of(state("", "")))).isEmpty();
  }

  @Test
  void slotWithAHolder_isHeld() {
    assertThat(state("", "process 7").isHeld()).isTrue();
    assertThat(state("", "").isHeld()).isFalse();
  }

  @Test
  void slotWhereItWasChecked_isUnmoved() {
    assertThatCode(() -> checkedAt(100).require(Optional.of(new Lsn(100))))
        .doesNotThrowAnyException();
  }

  @Test
  void slotElsewhere_orGone_hasMoved() {
    for (Optional<Lsn> now :
        List.of(Optional.of(new Lsn(101)), Optional.of(new Lsn(99)), Optional.<Lsn>empty())) {
      assertThatThrownBy(() -> checkedAt(100).require(now))
          .as("%s", now)
          .isInstanceOfSatisfying(
              CaptureException.class, e -> assertThat(e.code()).isEqualTo("slot-moved"));
    }
  }

  private static SlotState state(String lost, String holder) {
    return new SlotState(new Lsn(100), lost, holder, true);
  }

  private static SlotUnmoved checkedAt(long lsn) {
    CaptureSettings nowhere =
        new CaptureSettings("", "", "", "", "p", "p", "p", Duration.ofMillis(5), 1);
    return new SlotUnmoved(new Database(nowhere), new Slot("p"), new Lsn(lsn));
  }
}
