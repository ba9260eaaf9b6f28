package io.plimsoll.metrics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Everything of a window. Not thread-safe. */
final class Totals {
  private final SortedMap<String, QueryTotals> queries = new TreeMap<>();
  private final InvalidationTotals invalidation;
  private final Supplier<Times> newTimes;

  Totals(Supplier<Times> newTimes) {
    this.newTimes = newTimes;
    this.invalidation = new InvalidationTotals(newTimes);
  }

  void add(Map<String, QueryTotals> more) {
    more.forEach((name, totals) ->
        queries.computeIfAbsent(name, _ -> new QueryTotals(newTimes)).add(totals));
  }

  void add(InvalidationTotals more) {
    invalidation.add(more);
  }

  void add(Totals other) {
    add(other.queries);
    add(other.invalidation);
  }

  SortedMap<String, QueryTotals> queries() {
    return queries;
  }

  InvalidationTotals invalidation() {
    return invalidation;
  }

  /** All queries together. */
  QueryTotals allQueries() {
    QueryTotals all = new QueryTotals(newTimes);
    queries.values().forEach(all::add);
    return all;
  }
}
