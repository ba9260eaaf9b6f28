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
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What the invalidator has done since the statistics were last taken. Thread-safe. */
final class LagMeter implements StreamListener {
  private static final long LONGEST_MICROS = 3_600_000_000L;
  private static final int DIGITS = 2;

  private final MeterRegistry registry;
  private final Counter applied;
  private final Map<Stage, Histogram> lag = new EnumMap<>(Stage.class);
  private final Map<String, Long> gaps = new TreeMap<>();
  private long records;
  private long epochs;
  private volatile Watermark watermark = Watermark.NONE;

  LagMeter(MeterRegistry registry) {
    this.registry = registry;
    this.applied = registry.counter("plimsoll.invalidate.records");
    for (Stage stage : Stage.values()) {
      lag.put(stage, new Histogram(LONGEST_MICROS, DIGITS));
    }
  }

  @Override
  public synchronized void applied(
      Batch batch, List<Arrival> arrivals, long now, Watermark current) {
    records += arrivals.size();
    applied.increment(arrivals.size());
    watermark = current;
    for (Arrival arrival : arrivals) {
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

  @Override
  public synchronized void epoch(String code, Control control) {
    epochs++;
    gaps.merge(code, 1L, Long::sum);
    watermark = Watermark.NONE;
    registry.counter("plimsoll.invalidate.epochs", "code", code).increment();
  }

  Watermark watermark() {
    return watermark;
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
    long started = watermark.startedMicros();
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
