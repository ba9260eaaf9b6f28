package io.plimsoll.api.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a read is sent, by what was seen last. */
final class ChoiceTest {
  private static final Duration BOUND = Duration.ofSeconds(2);
  private static final Incarnation HERE = new Incarnation("1-1-1-a");
  private static final Need PLAIN = new Need(BOUND, Optional.empty(), Lsn.NONE);

  private static final Balance FIRST = List::getFirst;

  private static Sighting seen(StandbyState state, long replayed, long ageMillis) {
    return new Sighting(state, new Lsn(replayed), HERE, Optional.of(Duration.ofMillis(ageMillis)));
  }

  private static Need after(Lsn position, Incarnation incarnation) {
    Token token = new Token(new Mark(new Xid(9), position), incarnation);
    return new Need(BOUND, Optional.of(token), Lsn.NONE);
  }

  private static Choice standby(int index) {
    return new Choice.Standby(index);
  }

  private static Choice primary(Unfit why) {
    return new Choice.Primary(why);
  }

  @Test
  void standbysThatAreUp_areThoseToPickFrom() {
    List<Sighting> seen =
        List.of(
            seen(StandbyState.UP, 1, 0),
            seen(StandbyState.DOWN, 1, 0),
            seen(StandbyState.UP, 1, 0));
    assertThat(Choice.of(seen, PLAIN, FIRST)).isEqualTo(standby(0));
    assertThat(Choice.of(seen, PLAIN, List::getLast)).isEqualTo(standby(2));
  }

  @Test
  void onlyStandbysThatAreUp_areAsked() {
    for (StandbyState state : StandbyState.values()) {
      Choice choice = Choice.of(List.of(seen(state, 1, 0)), PLAIN, FIRST);
      assertThat(choice).isEqualTo(state == StandbyState.UP ? standby(0) : primary(Unfit.NONE_UP));
    }
    assertThat(Choice.of(List.of(Sighting.NONE), PLAIN, FIRST)).isEqualTo(primary(Unfit.NONE_UP));
  }

  @Test
  void standbyOlderThanTheBound_isNotAsked() {
    List<Sighting> seen = List.of(seen(StandbyState.UP, 1, 2_001), seen(StandbyState.UP, 1, 2_000));
    assertThat(Choice.of(seen, PLAIN, FIRST)).isEqualTo(standby(1));
    assertThat(Choice.of(seen.subList(0, 1), PLAIN, FIRST)).isEqualTo(primary(Unfit.BOUND));
  }

  @Test
  void token_goesToAStandbyThatHasIt_elseToTheFarthest() {
    List<Sighting> seen =
        List.of(
            seen(StandbyState.UP, 5, 0), seen(StandbyState.UP, 9, 0), seen(StandbyState.UP, 7, 0));
    assertThat(Choice.of(seen, after(new Lsn(8), HERE), FIRST)).isEqualTo(standby(1));
    assertThat(Choice.of(seen, after(new Lsn(7), HERE), List::getLast)).isEqualTo(standby(2));
    assertThat(Choice.of(seen, after(new Lsn(50), HERE), FIRST)).isEqualTo(standby(1));
  }

  @Test
  void tokenWithoutPosition_orOfAnotherIncarnation_goesToThePrimary() {
    List<Sighting> seen = List.of(seen(StandbyState.UP, -1, 0));
    assertThat(Choice.of(seen, after(Lsn.MAX, HERE), FIRST)).isEqualTo(primary(Unfit.TOKEN));
    assertThat(Choice.of(seen, after(new Lsn(1), new Incarnation("1-1-1-b")), FIRST))
        .isEqualTo(primary(Unfit.TOKEN));
  }

  @Test
  void changeThatACacheKnows_goesToAStandbyThatHasIt() {
    List<Sighting> seen = List.of(seen(StandbyState.UP, 5, 0), seen(StandbyState.UP, 9, 0));
    Need need = new Need(BOUND, Optional.empty(), new Lsn(6));
    assertThat(Choice.of(seen, need, FIRST)).isEqualTo(standby(1));
    assertThat(Choice.of(seen, need, List::getLast)).isEqualTo(standby(1));
  }

  @Test
  void standbyOfUnknownAge_isNotAsked() {
    Sighting ageless = new Sighting(StandbyState.UP, new Lsn(1), HERE, Optional.empty());
    assertThat(Choice.of(List.of(ageless), PLAIN, FIRST)).isEqualTo(primary(Unfit.BOUND));
  }

  @Test
  void farthestStandby_isOneOfThoseThatAreFreshEnough() {
    List<Sighting> seen = List.of(seen(StandbyState.UP, 5, 0), seen(StandbyState.UP, 9, 2_001));
    assertThat(Choice.of(seen, after(new Lsn(50), HERE), FIRST)).isEqualTo(standby(0));
  }
}
