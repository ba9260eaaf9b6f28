package io.plimsoll.cdc.invalidate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.stream.StreamListener;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What the invalidator has done since the statistics were last taken. A record counts once in each
 * partition that it was applied to. Thread-safe.
 */
final class LagMeter {
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 2;

  private final MeterRegistry registry;
  private final Map<Stage, Histogram> lag = new EnumMap<>(Stage.class);
  private final Map<String, Long> gaps = new TreeMap<>();
  private long records;
  private long epochs;
  private final Watermark[] watermarks;

  LagMeter(MeterRegistry registry, int partitions) {
    this.registry = registry;
    this.watermarks = new Watermark[partitions];
    Arrays.fill(watermarks, Watermark.NONE);
    for (Stage stage : Stage.values()) {
      lag.put(stage, new Histogram(LONGEST_MICROS, DIGITS));
    }
  }

  /** What the follower of a partition reports to. */
  StreamListener partition(int index) {
    String label = Integer.toString(index);
    Counter applied = registry.counter("plimsoll.invalidate.records", "partition", label);
    return new StreamListener() {
      @Override
      public void applied(Batch batch, List<Arrival> arrivals, long at, Watermark current) {
        applied.increment(arrivals.size());
        LagMeter.this.applied(index, arrivals, at, current);
      }

      @Override
      public void epoch(String code, Control control) {
        registry
            .counter("plimsoll.invalidate.epochs", "code", code, "partition", label)
            .increment();
        LagMeter.this.epoch(index, code);
      }
    };
  }

  private synchronized void applied(
      int partition, List<StreamListener.Arrival> arrivals, long now, Watermark current) {
    records += arrivals.size();
    watermarks[partition] = current;
    for (StreamListener.Arrival arrival : arrivals) {
      long committed = arrival.times().committed();
      long captured = arrival.times().captured();
      record(Stage.COMMIT_TO_CAPTURED, captured - committed);
      record(Stage.CAPTURED_TO_PUBLISHED, arrival.appendedMicros() - captured);
      record(Stage.PUBLISHED_TO_CONSUMED, arrival.consumedMicros() - arrival.appendedMicros());
      record(Stage.CONSUMED_TO_APPLIED, now - arrival.consumedMicros());
      record(Stage.COMMIT_TO_APPLIED, now - committed);
    }
  }

  /** Clocks differ, and Kafka's has milliseconds only: less than nothing is nothing. */
  private void record(Stage stage, long micros) {
    lag.getOrDefault(stage, new Histogram(1)).recordValue(Math.clamp(micros, 0, LONGEST_MICROS));
  }

  private synchronized void epoch(int partition, String code) {
    epochs++;
    gaps.merge(code, 1L, Long::sum);
    watermarks[partition] = Watermark.NONE;
  }

  /** When the oldest of the partitions' watermarks began; 0 when one has none. */
  private long oldest() {
    return Arrays.stream(watermarks).mapToLong(Watermark::startedMicros).min().orElse(0);
  }

  /** What has been counted since the last call. */
  synchronized InvalidationStats take(String instance, long nowMicros) {
    Map<Stage, String> encoded = new EnumMap<>(Stage.class);
    lag.forEach((stage, histogram) -> {
      if (histogram.getTotalCount() > 0) {
        encoded.put(stage, encode(histogram));
        histogram.reset();
      }
    });
    long started = oldest();
    long age = started == 0 ? -1 : Math.max(0, (nowMicros - started) / 1000);
    InvalidationStats stats =
        new InvalidationStats(instance, nowMicros / 1000, records, epochs, gaps, age, encoded);
    records = 0;
    epochs = 0;
    gaps.clear();
    return stats;
  }

  private static String encode(Histogram histogram) {
    ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(buffer);
    byte[] bytes = new byte[length];
    buffer.flip();
    buffer.get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }
}
