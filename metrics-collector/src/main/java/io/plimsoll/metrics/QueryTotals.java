package io.plimsoll.metrics;

import io.plimsoll.core.metrics.Histograms;
import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.record.UndecodableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/** Counts and durations of one query over instances and seconds. Not thread-safe. */
final class QueryTotals {
  private final Map<Outcome, SortedMap<String, Long>> outcomes = new EnumMap<>(Outcome.class);
  private final SortedMap<String, Long> fills = new TreeMap<>();
  private final Map<Part, Times> times = new EnumMap<>(Part.class);
  private final Supplier<Times> newTimes;

  QueryTotals(Supplier<Times> newTimes) {
    this.newTimes = newTimes;
  }

  /** Decoded once, so that a damaged record changes nothing. */
  static QueryTotals of(QueryStats.PerQuery stats) throws UndecodableException {
    QueryTotals totals = new QueryTotals(Times::small);
    for (Map.Entry<Part, QueryStats.Times> entry : stats.times().entrySet()) {
      Histogram histogram = Histograms.decode(entry.getValue().histogram());
      totals.times(entry.getKey()).add(histogram, entry.getValue().sumMicros());
    }
    stats.outcomes().forEach((outcome, counts) -> sum(counts, totals.outcome(outcome)));
    sum(stats.fills(), totals.fills);
    return totals;
  }

  void add(QueryTotals other) {
    other.outcomes.forEach((outcome, counts) -> sum(counts, outcome(outcome)));
    sum(other.fills, fills);
    other.times.forEach((part, more) -> times(part).add(more));
  }

  private static void sum(Map<String, Long> more, Map<String, Long> into) {
    more.forEach((reason, count) -> into.merge(reason, count, Long::sum));
  }

  private SortedMap<String, Long> outcome(Outcome outcome) {
    return outcomes.computeIfAbsent(outcome, _ -> new TreeMap<>());
  }

  private Times times(Part part) {
    return times.computeIfAbsent(part, _ -> newTimes.get());
  }

  Map<Outcome, SortedMap<String, Long>> outcomes() {
    return outcomes;
  }

  SortedMap<String, Long> fills() {
    return fills;
  }

  Map<Part, Times> times() {
    return times;
  }

  long requests() {
    return outcomes.keySet().stream().mapToLong(this::count).sum();
  }

  long count(Outcome outcome) {
    SortedMap<String, Long> counts = outcomes.get(outcome);
    return counts == null ? 0 : counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Hits of all requests, 0 to 1; 0 when there were none. */
  double hitRatio() {
    long requests = requests();
    return requests == 0 ? 0 : (double) count(Outcome.HIT) / requests;
  }
}
