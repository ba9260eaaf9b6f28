package io.plimsoll.core.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.record.InvalidationStats.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InvalidationStatsCodecTest {
  private static final InvalidationStats STATS =
      new InvalidationStats(
          "host:1", 2, 3, 4, Map.of("chain", 1L), -1, Map.of(Stage.COMMIT_TO_APPLIED, "AAAA"));

  private final InvalidationStatsCodec codec = new InvalidationStatsCodec();

  @Test
  void decode_ofEncodedStatistics_isEqual() throws UndecodableException {
    assertThat(codec.decode(codec.encode(STATS))).isEqualTo(STATS);
  }

  @Test
  void decode_ofAStageOfALaterVersion_leavesItOut() throws UndecodableException {
    String later = new String(codec.encode(STATS), UTF_8).replace("commit-applied", "later");

    assertThat(codec.decode(later.getBytes(UTF_8)).lag()).isEmpty();
  }

  @Test
  void decode_withoutInstance_isRefused() {
    byte[] bad = new String(codec.encode(STATS), UTF_8).replace("instance", "i").getBytes(UTF_8);

    assertThatThrownBy(() -> codec.decode(bad)).hasMessageContaining("\"instance\" is missing");
  }
}
