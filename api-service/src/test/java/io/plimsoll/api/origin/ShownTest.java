package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether what a standby shows of itself proves what a read needs. */
final class ShownTest {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Incarnation HERE = new Incarnation("7101-5-1-a");
  private static final Need PLAIN = new Need(BOUND, Optional.empty(), Lsn.NONE);

  private static Shown shown(boolean standby, String history, String incarnation, long ageMillis) {
    return new Shown(
        new Lsn(100),
        standby,
        Optional.of(history).filter(h -> !h.isEmpty()),
        Optional.of(incarnation).filter(i -> !i.isEmpty()).map(Incarnation::new),
        Optional.of(Duration.ofMillis(ageMillis)));
  }

  private static Shown healthy(long ageMillis) {
    return shown(true, "7101-5-1-", HERE.value(), ageMillis);
  }

  private static Need after(long lsn, Incarnation incarnation) {
    Token token = new Token(new Mark(new Xid(9), new Lsn(lsn)), incarnation);
    return new Need(BOUND, Optional.of(token), Lsn.NONE);
  }

  @Test
  void standbyWithinTheBound_willDo() {
    assertThat(healthy(2_000).unfitFor(PLAIN)).isEmpty();
  }

  @Test
  void standbyBeyondTheBound_willNot() {
    assertThat(healthy(2_001).unfitFor(PLAIN)).contains(Unfit.BOUND);
  }

  @Test
  void unknownAge_willNotDo() {
    Shown ageless =
        new Shown(
            new Lsn(100), true, Optional.of("7101-5-1-"), Optional.of(HERE), Optional.empty());
    assertThat(ageless.unfitFor(PLAIN)).contains(Unfit.UNKNOWN_AGE);
    assertThat(shown(true, "7101-5-1-", "", 0).unfitFor(PLAIN)).contains(Unfit.UNKNOWN_AGE);
  }

  @Test
  void promotedServer_willNotDo_howeverFreshItsHeartbeat() {
    assertThat(shown(false, "7101-5-1-", HERE.value(), 0).unfitFor(PLAIN)).contains(Unfit.PROMOTED);
  }

  @Test
  void otherHistory_willNotDo() {
    for (String other :
        new String[] {"7102-5-1-", "7101-6-1-", "7101-5-2-", "7101-5-11-", "101-5-1-", ""}) {
      assertThat(shown(true, other, HERE.value(), 0).unfitFor(PLAIN))
          .as(other)
          .contains(Unfit.OTHER_HISTORY);
    }
  }

  @Test
  void token_isShownFromItsPositionOn_inItsIncarnationOnly() {
    assertThat(healthy(0).unfitFor(after(100, HERE))).isEmpty();
    assertThat(healthy(0).unfitFor(after(101, HERE))).contains(Unfit.TOKEN);
    assertThat(healthy(0).unfitFor(after(100, new Incarnation("7101-5-1-b"))))
        .contains(Unfit.TOKEN);
    assertThat(healthy(0).unfitFor(after(-1, HERE))).as("no position").contains(Unfit.TOKEN);
  }

  @Test
  void changeThatACacheKnows_mustBeShown() {
    assertThat(healthy(0).unfitFor(new Need(BOUND, Optional.empty(), new Lsn(100)))).isEmpty();
    assertThat(healthy(0).unfitFor(new Need(BOUND, Optional.empty(), new Lsn(101))))
        .contains(Unfit.BEHIND_CACHE);
  }

  @Test
  void state_followsWhatIsShown() {
    assertThat(StandbyState.of(healthy(2_000), BOUND)).isEqualTo(StandbyState.UP);
    assertThat(StandbyState.of(healthy(2_001), BOUND)).isEqualTo(StandbyState.LAGGING);
    assertThat(StandbyState.of(shown(false, "", "", 0), BOUND)).isEqualTo(StandbyState.PROMOTED);
    assertThat(StandbyState.of(shown(true, "", HERE.value(), 0), BOUND))
        .isEqualTo(StandbyState.OTHER_HISTORY);
    assertThat(StandbyState.of(shown(true, "7101-5-1-", "", 0), BOUND))
        .isEqualTo(StandbyState.UNKNOWN_AGE);
  }
}
