package io.plimsoll.metrics;

import io.plimsoll.core.metrics.Histograms;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.UndecodableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** What invalidators did, over instances and seconds. Not thread-safe. */
final class InvalidationTotals {
  private final SortedMap<String, Long> gaps = new TreeMap<>();
  private final Map<Stage, Times> lag = new EnumMap<>(Stage.class);
  private final Supplier<Times> newTimes;
  private long records;
  private long epochs;

  InvalidationTotals(Supplier<Times> newTimes) {
    this.newTimes = newTimes;
  }

  /** Decoded once, so that a damaged record changes nothing. */
  static InvalidationTotals of(InvalidationStats stats) throws UndecodableException {
    InvalidationTotals totals = new InvalidationTotals(Times::small);
    for (Map.Entry<Stage, String> entry : stats.lag().entrySet()) {
      Histogram histogram = Histograms.decode(entry.getValue());
      long sum = Math.round(histogram.getMean() * histogram.getTotalCount());
      totals.lag(entry.getKey()).add(histogram, sum);
    }
    totals.records = stats.records();
    totals.epochs = stats.epochs();
    totals.gaps.putAll(stats.gaps());
    return totals;
  }

  void add(InvalidationTotals other) {
    records += other.records;
    epochs += other.epochs;
    other.gaps.forEach((code, count) -> gaps.merge(code, count, Long::sum));
    other.lag.forEach((stage, more) -> lag(stage).add(more));
  }

  private Times lag(Stage stage) {
    return lag.computeIfAbsent(stage, _ -> newTimes.get());
  }

  long records() {
    return records;
  }

  long epochs() {
    return epochs;
  }

  SortedMap<String, Long> gaps() {
    return gaps;
  }

  Map<Stage, Times> lag() {
    return lag;
  }
}
