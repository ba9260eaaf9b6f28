package io.plimsoll.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.InvalidationStatsCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class StageStatsTest {
  @Test
  void secondsOfStatistics_mergeIntoOne() {
    StageStats stats = new StageStats();
    stats.add(second(99, 4_000, 0));
    stats.add(second(1, 50_000, 2));

    assertThat(stats.records()).isEqualTo(100);
    assertThat(stats.epochs()).isEqualTo(2);
    assertThat(stats.of(Stage.COMMIT_TO_APPLIED).count()).isEqualTo(100);
    assertThat(stats.of(Stage.COMMIT_TO_APPLIED).millisAt(50)).isCloseTo(4, within(0.1));
    assertThat(stats.of(Stage.COMMIT_TO_APPLIED).maxMillis()).isCloseTo(50, within(0.5));
    assertThat(stats.of(Stage.COMMIT_TO_CAPTURED).count()).isZero();
  }

  private static byte[] second(long records, long micros, long epochs) {
    Histogram lag = new Histogram(3_600_000_000L, 2);
    lag.recordValueWithCount(micros, records);
    ByteBuffer buffer = ByteBuffer.allocate(lag.getNeededByteBufferCapacity());
    int length = lag.encodeIntoCompressedByteBuffer(buffer);
    String encoded = Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    return new InvalidationStatsCodec()
        .encode(
            new InvalidationStats(
                "host:1",
                1,
                records,
                epochs,
                Map.of(),
                1,
                Map.of(Stage.COMMIT_TO_APPLIED, encoded)));
  }
}
