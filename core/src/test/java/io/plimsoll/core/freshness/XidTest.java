package io.plimsoll.core.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class XidTest {
  private static final long EPOCH = 1L << 32;

  @Test
  void widen_sameEpoch_keepsIt() {
    assertThat(Xid.widen(120, new Xid(5 * EPOCH + 100))).isEqualTo(new Xid(5 * EPOCH + 120));
    assertThat(Xid.widen(80, new Xid(5 * EPOCH + 100))).isEqualTo(new Xid(5 * EPOCH + 80));
  }

  @Test
  void widen_wrappedSinceReference_takesNextEpoch() {
    assertThat(Xid.widen(7, new Xid(5 * EPOCH + 0xFFFF_FFF0L))).isEqualTo(new Xid(6 * EPOCH + 7));
  }

  @Test
  void widen_olderThanTheWrap_takesPreviousEpoch() {
    assertThat(Xid.widen(0xFFFF_FFF0L, new Xid(6 * EPOCH + 7)))
        .isEqualTo(new Xid(5 * EPOCH + 0xFFFF_FFF0L));
  }

  @Test
  void widen_firstEpoch_neverGoesNegative() {
    assertThat(Xid.widen(0xFFFF_FFF0L, new Xid(7))).isEqualTo(new Xid(0xFFFF_FFF0L));
  }

  @Test
  void hex_orderAsText_isOrderAsUnsignedNumber() {
    assertThat(new Xid(9).hex()).isLessThan(new Xid(10).hex());
    assertThat(new Xid(Long.MAX_VALUE).hex()).isLessThan(new Xid(-1).hex());
    assertThat(Xid.ofHex(new Xid(-1).hex())).isEqualTo(Xid.MAX);
  }

  @Test
  void lsn_textForm_roundTrips() {
    assertThat(Lsn.parse("16/B374D848")).hasToString("16/B374D848");
    assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF")).isEqualTo(Lsn.MAX);
  }
}
