package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class StampTest {
  private static final Lsn ANYWHERE = new Lsn(1);

  private static Mark xid(long value) {
    return new Mark(new Xid(value), ANYWHERE);
  }

  @Test
  void primary_belowXmin_sees() {
    assertThat(Stamp.Primary.parse("10:20:10,14").sees(xid(9))).isTrue();
  }

  @Test
  void primary_running_doesNotSee() {
    Stamp stamp = Stamp.Primary.parse("10:20:10,14");
    assertThat(stamp.sees(xid(10))).isFalse();
    assertThat(stamp.sees(xid(14))).isFalse();
  }

  @Test
  void primary_endedAmongRunning_sees() {
    assertThat(Stamp.Primary.parse("10:20:10,14").sees(xid(13))).isTrue();
  }

  @Test
  void primary_atOrAboveXmax_doesNotSee() {
    Stamp stamp = Stamp.Primary.parse("10:20:");
    assertThat(stamp.sees(xid(19))).isTrue();
    assertThat(stamp.sees(xid(20))).isFalse();
    assertThat(stamp.sees(xid(21))).isFalse();
  }

  @Test
  void primary_idsAbove2To63_areUnsigned() {
    Stamp stamp = new Stamp.Primary(new Xid(-10), new Xid(-5), java.util.List.of());
    assertThat(stamp.sees(xid(3))).isTrue();
    assertThat(stamp.sees(xid(-4))).isFalse();
  }

  @Test
  void standby_commitAtOrBelowReplay_sees() {
    Stamp stamp = new Stamp.UpTo(Lsn.parse("0/20"));
    assertThat(stamp.sees(new Mark(new Xid(1), Lsn.parse("0/20")))).isTrue();
    assertThat(stamp.sees(new Mark(new Xid(1), Lsn.parse("0/21")))).isFalse();
  }

  @Test
  void snapshotText_malformed_saysWhatWasExpected() {
    assertThatThrownBy(() -> Stamp.Primary.parse("10:20"))
        .hasMessage("pg_snapshot must look like 10:20:10,14, was \"10:20\"");
  }
}
