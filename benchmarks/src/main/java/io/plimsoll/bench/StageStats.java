package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.InvalidationStatsCodec;
import io.plimsoll.core.record.UndecodableException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** The worker's statistics of several seconds as one. Of one thread. */
final class StageStats {
  private final InvalidationStatsCodec codec = new InvalidationStatsCodec();
  private final Map<Stage, Latencies> stages = new EnumMap<>(Stage.class);
  private long records;
  private long epochs;

  StageStats() {
    for (Stage stage : Stage.values()) {
      stages.put(stage, new Latencies());
    }
  }

  /** Adds a record of the topic {@code invalidation-stats}. */
  void add(byte[] encoded) {
    try {
      InvalidationStats stats = codec.decode(encoded);
      records += stats.records();
      epochs += stats.epochs();
      for (Map.Entry<Stage, String> lag : stats.lag().entrySet()) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(lag.getValue()));
        of(lag.getKey()).add(Histogram.decodeFromCompressedByteBuffer(bytes, 1));
      }
    } catch (UndecodableException | DataFormatException e) {
      throw new BenchException("cannot read the worker's statistics: " + e.getMessage(), e);
    }
  }

  Latencies of(Stage stage) {
    return stages.computeIfAbsent(stage, any -> new Latencies());
  }

  long records() {
    return records;
  }

  long epochs() {
    return epochs;
  }
}
