package io.plimsoll.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidationCodecTest {
  private static final Incarnation INCARNATION = new Incarnation("7-1-abc");

  private final InvalidationCodec codec = new InvalidationCodec();

  @Test
  void decode_ofAnEncodedTransaction_isEqual() throws UndecodableException {
    Invalidation transaction = transaction(Optional.of(new Invalidation.Heartbeat(17)));

    assertThat(codec.decode(codec.encode(transaction))).isEqualTo(transaction);
  }

  @Test
  void decode_ofAnEncodedGap_isEqual() throws UndecodableException {
    Invalidation gap = new Invalidation.Gap(INCARNATION, "00ff", "slot-lost", new Lsn(-1));

    assertThat(codec.decode(codec.encode(gap))).isEqualTo(gap);
  }

  @Test
  void encode_idsAboveTwoToThe53_areHexText() {
    String text = new String(codec.encode(transaction(Optional.empty())), UTF_8);

    assertThat(text).contains("\"xid\":\"ffffffffffffffff\"", "\"lsn\":\"0020000000000001\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"v\":1              | \"v\":2                 | version 2",
        "\"v\":1              | \"v\":1,\"new\":true    | unknown field \"new\"",
        "\"kind\":\"transaction\" | \"kind\":\"merge\"  | unknown kind",
        "\"operations\":\"cu\" | \"operations\":\"cz\"  | operations must be",
        "\"operations\":\"cu\" | \"operations\":\"\"    | operations must be",
        "\"rows\":2,          | ''                      | \"rows\" is missing",
        "\"rows\":2           | \"rows\":\"2\"          | \"rows\" must be a 64-bit integer",
        "\"whole\":false      | \"whole\":0             | \"whole\" must be a boolean",
        "\"whole\":false      | \"whole\":false,\"x\":1 | unknown field \"x\"",
        "\"lsn\":\"0020       | \"lsn\":\"20            | wrong form",
        "7-1-abc              | 7/1                     | wrong form",
        "\"captured\":5}      | \"captured\":5          | not JSON",
      })
  void decode_ofAChangedRecord_isRefusedWithTheReason(
      String part, String replacement, String reason) {
    String good = new String(codec.encode(transaction(Optional.empty())), UTF_8);
    assertThat(good).contains(part);
    byte[] bad = good.replace(part, replacement).getBytes(UTF_8);

    assertThatThrownBy(() -> codec.decode(bad))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining(reason);
  }

  private static Invalidation.Transaction transaction(Optional<Invalidation.Heartbeat> heartbeat) {
    return new Invalidation.Transaction(
        INCARNATION,
        "00ff",
        new Mark(new Xid(-1), new Lsn((1L << 53) + 1)),
        new Lsn(1 << 20),
        List.of(
            new Invalidation.TableChange("public.a", "cu", 2, false, List.of("#x", "#y")),
            new Invalidation.TableChange("public.b", "tx", 0, true, List.of())),
        heartbeat,
        new Invalidation.Times(4, 5));
  }
}
