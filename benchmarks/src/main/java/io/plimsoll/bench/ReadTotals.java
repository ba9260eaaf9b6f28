package io.plimsoll.bench;

import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStatsCodec;
import io.plimsoll.core.record.UndecodableException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The API's own counts of several seconds, all queries together. Of one thread. */
final class ReadTotals {
  private static final String STORED = "stored";

  private final QueryStatsCodec codec = new QueryStatsCodec();
  private final Map<Outcome, Map<String, Long>> outcomes = new EnumMap<>(Outcome.class);
  private final Map<String, Long> fills = new TreeMap<>();

  /** Adds a record of the topic {@code query-stats}. */
  void add(byte[] encoded) {
    try {
      codec.decode(encoded).queries().values().forEach(this::add);
    } catch (UndecodableException e) {
      throw new BenchException("cannot read the API's statistics: " + e.getMessage(), e);
    }
  }

  private void add(QueryStats.PerQuery query) {
    query
        .outcomes()
        .forEach((outcome, reasons) ->
            reasons.forEach((reason, count) ->
                outcomes
                    .computeIfAbsent(outcome, any -> new TreeMap<>())
                    .merge(reason, count, Long::sum)));
    query.fills().forEach((outcome, count) -> fills.merge(outcome, count, Long::sum));
  }

  /** All that ended, however. */
  long requests() {
    long all = 0;
    for (Outcome outcome : Outcome.values()) {
      all += of(outcome);
    }
    return all;
  }

  long of(Outcome outcome) {
    return outcomes.getOrDefault(outcome, Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  /** By reason; of hits, by tier. */
  Map<String, Long> reasons(Outcome outcome) {
    return outcomes.getOrDefault(outcome, Map.of());
  }

  /** Answers of Postgres that were offered for storing. */
  long fills() {
    return fills.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Of those, what was not stored, by reason. */
  Map<String, Long> refusals() {
    Map<String, Long> refusals = new TreeMap<>(fills);
    refusals.remove(STORED);
    return refusals;
  }

  long refused() {
    return fills() - fills.getOrDefault(STORED, 0L);
  }
}
