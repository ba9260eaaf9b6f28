package io.plimsoll.core.metrics;

import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.metrics.QueryStats.PerQuery;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts and measures requests of an instance until they are drained. Recording never blocks and
 * allocates nothing once a reason is known; any thread may record. One thread drains.
 */
public final class QueryStatsRecorder {
  private final Map<String, OfQuery> queries = new ConcurrentHashMap<>();

  /**
   * For these queries.
   *
   * @param names of the queries (and writes) that will be recorded
   */
  public QueryStatsRecorder(Collection<String> names) {
    add(names);
  }

  /** More of them; those that are known keep their counts. */
  public void add(Collection<String> names) {
    names.forEach(name -> queries.putIfAbsent(name, new OfQuery()));
  }

  /**
   * The recorder of a query, to be kept by its route.
   *
   * @throws IllegalArgumentException for a name that was not given
   */
  public OfQuery query(String name) {
    OfQuery query = queries.get(name);
    if (query == null) {
      throw new IllegalArgumentException(
          "no query " + name + "; known: " + new TreeSet<>(queries.keySet()));
    }
    return query;
  }

  /** What came since the last call, without queries that had nothing. */
  Map<String, PerQuery> drain() {
    Map<String, PerQuery> drained = new HashMap<>();
    queries.forEach((name, query) -> {
      PerQuery stats = query.drain();
      if (!stats.outcomes().isEmpty() || !stats.fills().isEmpty() || !stats.times().isEmpty()) {
        drained.put(name, stats);
      }
    });
    return drained;
  }

  /**
   * Of one query since the process started.
   *
   * @param outcomes requests by outcome and reason
   * @param fills fills by {@code stored} or the reason of the refusal
   */
  public record Totals(Map<Outcome, Map<String, Long>> outcomes, Map<String, Long> fills) {
    public Totals {
      outcomes = Map.copyOf(outcomes);
      fills = Map.copyOf(fills);
    }
  }

  /** What came since the start, by query. */
  public Map<String, Totals> totals() {
    Map<String, Totals> totals = new TreeMap<>();
    queries.forEach((name, query) -> totals.put(name, query.totals()));
    return totals;
  }

  /** Of one query. Thread-safe, as above. */
  public static final class OfQuery {
    private final Map<Outcome, Map<String, Count>> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, Count> fills = new ConcurrentHashMap<>();
    private final Map<Part, Timer> times = new EnumMap<>(Part.class);

    private OfQuery() {
      for (Outcome outcome : Outcome.values()) {
        outcomes.put(outcome, new ConcurrentHashMap<>());
      }
      for (Part part : Part.values()) {
        times.put(part, new Timer());
      }
    }

    /**
     * A request ended.
     *
     * @param reason from a small fixed set, such as {@code redis} or {@code invalidated}
     */
    public void ended(Outcome outcome, String reason) {
      add(at(outcomes, outcome), reason);
    }

    /** A fill was stored ({@code stored}), or refused with a reason from a small fixed set. */
    public void filled(String outcome) {
      add(fills, outcome);
    }

    /** A part took this long. */
    public void took(Part part, long micros) {
      at(times, part).record(micros);
    }

    private static <K extends Enum<K>, V> V at(Map<K, V> map, K key) {
      return java.util.Objects.requireNonNull(map.get(key));
    }

    private static void add(Map<String, Count> counts, String reason) {
      Count count = counts.get(reason); // without a lambda's allocation on the hot path
      if (count == null) {
        count = counts.computeIfAbsent(reason, _ -> new Count());
      }
      count.total.increment();
    }

    private PerQuery drain() {
      Map<Outcome, Map<String, Long>> ended = new EnumMap<>(Outcome.class);
      outcomes.forEach((outcome, counts) -> {
        Map<String, Long> drained = drain(counts);
        if (!drained.isEmpty()) {
          ended.put(outcome, drained);
        }
      });
      Map<Part, QueryStats.Times> took = new EnumMap<>(Part.class);
      times.forEach((part, timer) -> timer.drainInto(part, took));
      return new PerQuery(ended, drain(fills), took);
    }

    private Totals totals() {
      Map<Outcome, Map<String, Long>> ended = new EnumMap<>(Outcome.class);
      outcomes.forEach((outcome, counts) -> ended.put(outcome, totals(counts)));
      return new Totals(ended, totals(fills));
    }

    private static Map<String, Long> totals(Map<String, Count> counts) {
      Map<String, Long> totals = new TreeMap<>();
      counts.forEach((reason, count) -> totals.put(reason, count.total.sum()));
      return totals;
    }

    private static Map<String, Long> drain(Map<String, Count> counts) {
      Map<String, Long> drained = new HashMap<>();
      counts.forEach((reason, count) -> {
        long n = count.drain();
        if (n > 0) {
          drained.put(reason, n);
        }
      });
      return drained;
    }
  }

  /** Counts up for ever; what was drained is told by the difference. */
  private static final class Count {
    private final LongAdder total = new LongAdder();
    private long drained;

    /** For one thread. */
    long drain() {
      long now = total.sum();
      long more = now - drained;
      drained = now;
      return more;
    }
  }

  private static final class Timer {
    private final Recorder recorder = new Recorder(Histograms.HIGHEST_MICROS, Histograms.DIGITS);
    private final LongAdder sum = new LongAdder();
    private Histogram interval = recorder.getIntervalHistogram();

    void record(long micros) {
      long value = Math.clamp(micros, 0, Histograms.HIGHEST_MICROS);
      recorder.recordValue(value);
      sum.add(value);
    }

    void drainInto(Part part, Map<Part, QueryStats.Times> into) {
      interval = recorder.getIntervalHistogram(interval);
      long micros = sum.sumThenReset();
      if (interval.getTotalCount() > 0 || micros > 0) {
        into.put(part, new QueryStats.Times(micros, Histograms.encode(interval)));
      }
    }
  }
}
