package io.plimsoll.core.metrics;

import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.metrics.QueryStats.PerQuery;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts and measures requests of an instance until they are drained. Recording never blocks and
 * allocates nothing once a reason is known; any thread may record. One thread drains.
 */
public final class QueryStatsRecorder {
  private final Map<String, OfQuery> queries = new LinkedHashMap<>();

  /**
   * For these queries.
   *
   * @param names of the queries (and writes) that will be recorded
   */
  public QueryStatsRecorder(Collection<String> names) {
    names.forEach(name -> queries.put(name, new OfQuery()));
  }

  /**
   * The recorder of a query, to be kept by its route.
   *
   * @throws IllegalArgumentException for a name that was not given
   */
  public OfQuery query(String name) {
    OfQuery query = queries.get(name);
    if (query == null) {
      throw new IllegalArgumentException("no query " + name + "; known: " + queries.keySet());
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

  /** Of one query. Thread-safe, as above. */
  public static final class OfQuery {
    private final Map<Outcome, Map<String, LongAdder>> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, LongAdder> fills = new ConcurrentHashMap<>();
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

    private static void add(Map<String, LongAdder> counts, String reason) {
      LongAdder count = counts.get(reason); // without a lambda's allocation on the hot path
      if (count == null) {
        count = counts.computeIfAbsent(reason, _ -> new LongAdder());
      }
      count.increment();
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

    private static Map<String, Long> drain(Map<String, LongAdder> counts) {
      Map<String, Long> drained = new HashMap<>();
      counts.forEach((reason, count) -> {
        long n = count.sumThenReset();
        if (n > 0) {
          drained.put(reason, n);
        }
      });
      return drained;
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
