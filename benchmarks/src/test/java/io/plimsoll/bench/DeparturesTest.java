package io.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeparturesTest {
  private static final long MILLI = 1_000_000;
  private static final Xid FIRST = new Xid(700);
  private static final Xid SECOND = new Xid(701);

  private final Steps redis = new Steps();

  @Test
  void commit_leavesEveryTier_whenTheLaterOneHasAppliedIt() {
    redis.reached(new Lsn(100), 4 * MILLI);
    redis.reached(new Lsn(150), 6 * MILLI);
    redis.reached(new Lsn(200), 30 * MILLI);

    Departures gone =
        Departures.of(
            List.of(
                new CommitLoad.Committed(FIRST, MILLI),
                new CommitLoad.Committed(SECOND, 10 * MILLI)),
            Map.of(
                FIRST, new OwnL1.Applied(new Lsn(101), 9 * MILLI),
                SECOND, new OwnL1.Applied(new Lsn(200), 12 * MILLI)),
            redis);

    assertThat(gone.missing()).isZero();
    assertThat(gone.l1().millisAt(50)).isCloseTo(2, within(0.01));
    assertThat(gone.l1().maxMillis()).isCloseTo(8, withPercentage(0.1));
    assertThat(gone.redis().millisAt(50)).isCloseTo(5, within(0.01));
    assertThat(gone.redis().maxMillis()).isCloseTo(20, withPercentage(0.1));
    assertThat(gone.every().millisAt(50)).isCloseTo(8, within(0.01));
    assertThat(gone.every().maxMillis()).isCloseTo(20, withPercentage(0.1));
  }

  @Test
  void commit_thatATierHasNotApplied_isMissing() {
    redis.reached(new Lsn(100), 4 * MILLI);

    Departures gone =
        Departures.of(
            List.of(
                new CommitLoad.Committed(FIRST, MILLI), new CommitLoad.Committed(SECOND, MILLI)),
            Map.of(FIRST, new OwnL1.Applied(new Lsn(101), 2 * MILLI)),
            redis);

    assertThat(gone.missing()).isEqualTo(2);
    assertThat(gone.every().count()).isZero();
  }

  @Test
  void steps_keepTheFirstSightOfEachPosition() {
    redis.reached(new Lsn(100), 1);
    redis.reached(new Lsn(100), 2);
    redis.reached(new Lsn(90), 3);

    assertThat(redis.when(new Lsn(80))).hasValue(1);
    assertThat(redis.when(new Lsn(100))).hasValue(1);
    assertThat(redis.when(new Lsn(101))).isEmpty();
  }
}
