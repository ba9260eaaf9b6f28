package io.plimsoll.cdc.capture;

import static io.plimsoll.cdc.capture.PlanTest.endsWith;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether the topic tells of what this server never had. */
class TopicEndTest {
  private static final Incarnation HERE = new Incarnation("a");
  private static final Incarnation OTHER = new Incarnation("b");

  @Test
  void transactionBeyondTheLogsEnd_isOfAnotherHistory() {
    assertThat(endsWith(HERE, 121).isOfAnotherHistory(HERE, false, new Lsn(120))).isTrue();
    assertThat(endsWith(HERE, 120).isOfAnotherHistory(HERE, false, new Lsn(120))).isFalse();
  }

  @Test
  void gapBeyondTheLogsEnd_isOfAnotherHistory() {
    TopicEnd end = TopicEnd.of(Optional.of(PlanTest.gap(HERE, 121)));

    assertThat(end.isOfAnotherHistory(HERE, false, new Lsn(120))).isTrue();
  }

  @Test
  void whatTheLastRunFound_isBelieved() {
    assertThat(endsWith(HERE, 1).isOfAnotherHistory(HERE, true, new Lsn(120))).isTrue();
  }

  /** It has ended already, and the incarnation tells. */
  @Test
  void otherIncarnation_needsNoNewOne() {
    assertThat(endsWith(OTHER, 121).isOfAnotherHistory(HERE, true, new Lsn(120))).isFalse();
  }

  @Test
  void emptyOrUndecodableTopic_tellsOfNothing() {
    for (TopicEnd end : new TopicEnd[] {TopicEnd.of(Optional.empty()), TopicEnd.UNDECODABLE}) {
      assertThat(end.isOfAnotherHistory(HERE, true, Lsn.NONE)).isFalse();
      assertThat(end.position()).isEqualTo(Lsn.NONE);
      assertThat(end.mark()).isEmpty();
    }
  }
}
