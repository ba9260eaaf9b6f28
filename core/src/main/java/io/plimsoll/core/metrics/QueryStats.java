package io.plimsoll.core.metrics;

import java.util.Map;

/**
 * What one API instance did since its record before; a record of {@code <prefix>.query-stats}, once
 * a second, keyed by the instance. A record may be there twice: (run, sequence) says so.
 *
 * @param instance name of the instance
 * @param run random id of this run of the process
 * @param sequence 0, 1, 2 … within the run
 * @param from start of the interval, ms since 1970; longer ago than a second after Kafka was away
 * @param at end of the interval, ms since 1970
 * @param queries by name, without those that had nothing
 */
public record QueryStats(
    String instance, String run, long sequence, long from, long at, Map<String, PerQuery> queries) {
  public QueryStats {
    queries = Map.copyOf(queries);
  }

  /** How a request ended. */
  public enum Outcome {
    HIT,
    MISS,
    BYPASS,
    ERROR
  }

  /** What took time. */
  public enum Part {
    /** From the request's last byte to the answer handed to the network. */
    TOTAL,
    /** The lookup in Redis. */
    REDIS,
    /** Waiting for a connection, and the statement. */
    SQL
  }

  /**
   * Of one query.
   *
   * @param outcomes requests by outcome and reason, such as MISS → invalidated → 3
   * @param fills fills by {@code stored} or the reason of the refusal
   * @param times by part, without those that had nothing
   */
  public record PerQuery(
      Map<Outcome, Map<String, Long>> outcomes, Map<String, Long> fills, Map<Part, Times> times) {
    public PerQuery {
      outcomes = Map.copyOf(outcomes);
      fills = Map.copyOf(fills);
      times = Map.copyOf(times);
    }
  }

  /**
   * Durations of one part.
   *
   * @param sumMicros all of them together, exact, µs
   * @param histogram of µs, as {@link Histograms} writes it
   */
  public record Times(long sumMicros, String histogram) {}
}
