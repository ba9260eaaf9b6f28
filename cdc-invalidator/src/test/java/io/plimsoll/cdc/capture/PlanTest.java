package io.plimsoll.cdc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where the capture begins, by what it has found: the slot stands at 100. */
class PlanTest {
  private static final Incarnation HERE = new Incarnation("a");
  private static final Incarnation OTHER = new Incarnation("b");
  private static final Resume SLOT =
      new Resume(HERE, new Lsn(500), new Lsn(100), new Xid(9), Optional.empty());

  @Test
  void slotBeforeTheEndOfTheTopic_goesOnThere_andTheLastTransactionMustComeAgain() {
    Mark last = new Mark(new Xid(5), new Lsn(120));

    Plan plan = Plan.of(SLOT, Optional.empty(), endsWith(HERE, 120));

    assertThat(plan)
        .isEqualTo(
            new Plan(
                new Resume(HERE, new Lsn(500), new Lsn(120), new Xid(9), Optional.of(last)),
                new Lsn(100),
                Optional.empty()));
  }

  @Test
  void slotAtTheEndOfTheTopic_goesOnThere_andNothingComesAgain() {
    Plan plan = Plan.of(SLOT, Optional.empty(), endsWith(HERE, 100));

    assertThat(plan).isEqualTo(new Plan(SLOT, new Lsn(100), Optional.empty()));
  }

  @Test
  void gapAtTheEndOfTheTopic_doesNotComeAgain() {
    TopicEnd end = TopicEnd.of(Optional.of(gap(HERE, 120)));

    Plan plan = Plan.of(SLOT, Optional.empty(), end);

    assertThat(plan.gap()).isEmpty();
    assertThat(plan.resume().published()).isEqualTo(new Lsn(120));
    assertThat(plan.resume().again()).isEmpty();
  }

  @Test
  void slotBehindTheEndOfTheTopic_isAGap() {
    isAGap(GapCode.SLOT_AHEAD, Optional.empty(), endsWith(HERE, 99));
  }

  @Test
  void otherIncarnation_isAGap_whereverTheSlotStands() {
    isAGap(GapCode.INCARNATION, Optional.empty(), endsWith(OTHER, 120));
    isAGap(GapCode.INCARNATION, Optional.empty(), endsWith(OTHER, 99));
  }

  @Test
  void emptyTopic_isAGap() {
    isAGap(GapCode.TOPIC_EMPTY, Optional.empty(), TopicEnd.of(Optional.empty()));
  }

  @Test
  void undecodableEnd_isAGap_whateverElseIs() {
    isAGap(GapCode.UNDECODABLE, Optional.empty(), TopicEnd.UNDECODABLE);
    isAGap(GapCode.UNDECODABLE, Optional.of(GapCode.SLOT_LOST), TopicEnd.UNDECODABLE);
  }

  /** A new slot may stand exactly where the topic ends. */
  @Test
  void gapThatIsKnownAlready_isOne_whereverTheTopicEnds() {
    for (GapCode found : List.of(GapCode.SLOT_CREATED, GapCode.SLOT_LOST, GapCode.ORIGIN_REWOUND)) {
      isAGap(found, Optional.of(found), endsWith(HERE, 100));
      isAGap(found, Optional.of(found), endsWith(HERE, 120));
      isAGap(found, Optional.of(found), endsWith(OTHER, 100));
      isAGap(found, Optional.of(found), TopicEnd.of(Optional.empty()));
    }
  }

  /** Told where the slot stands, and the stream goes on from there. */
  private static void isAGap(GapCode code, Optional<GapCode> found, TopicEnd end) {
    assertThat(Plan.of(SLOT, found, end))
        .isEqualTo(new Plan(SLOT, new Lsn(100), Optional.of(code)));
  }

  static TopicEnd endsWith(Incarnation incarnation, long commitEnd) {
    return TopicEnd.of(
        Optional.of(
            new Invalidation.Transaction(
                incarnation,
                "shapes",
                new Mark(new Xid(5), new Lsn(commitEnd)),
                new Lsn(50),
                List.of(),
                Optional.empty(),
                new Invalidation.Times(1, 1))));
  }

  static Invalidation gap(Incarnation incarnation, long position) {
    return new Invalidation.Gap(incarnation, "shapes", "chain", new Lsn(position));
  }
}
