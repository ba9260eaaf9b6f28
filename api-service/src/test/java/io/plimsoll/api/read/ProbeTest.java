package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import org.junit.jupiter.api.Test;

/** What the tiers' answers tell the origin. */
final class ProbeTest {
  private static Lookup.Miss miss(Reason reason, long applied) {
    return new Lookup.Miss(
        reason, new Admission("e", new Incarnation("i"), new Lsn(applied), 1, ""));
  }

  @Test
  void changedAnswer_saysUpToWhere() {
    Probe probe = new Probe();
    probe.miss(miss(Reason.INVALIDATED, 7));
    probe.miss(miss(Reason.INVALIDATED, 5));
    assertThat(probe.changedBy()).isEqualTo(new Lsn(7));
  }

  @Test
  void answerThatWasNotThere_saysNothing() {
    Probe probe = new Probe();
    probe.miss(miss(Reason.MISS, 7));
    assertThat(probe.changedBy()).isEqualTo(Lsn.NONE);
  }
}
