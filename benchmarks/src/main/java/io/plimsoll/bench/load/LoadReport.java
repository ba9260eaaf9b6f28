package io.plimsoll.bench.load;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run of the load generator saw.
 *
 * @param answers all of them
 * @param failures of those, with a status other than 2xx
 * @param served of the others, how many came from where
 * @param noHits answers that were no hit, by status and {@code Cache-Status}
 * @param elapsed from the first request's due time to the last answer
 * @param latencies from due time to last byte; of a closed loop, from sending
 */
public record LoadReport(
    long answers,
    long failures,
    Map<Served, Long> served,
    Map<String, Long> noHits,
    Duration elapsed,
    Latencies latencies) {
  private static final double NANOS = 1e9;

  public double perSecond() {
    return answers / (elapsed.toNanos() / NANOS);
  }

  /** Answers that failed or came from elsewhere. */
  public long other(Served wanted) {
    return answers - served.getOrDefault(wanted, 0L);
  }

  /** Counts while the run goes on. Of one thread. */
  static final class Tally {
    private final Latencies latencies = new Latencies();
    private final Map<Served, Long> served = new EnumMap<>(Served.class);
    private final Map<String, Long> noHits = new TreeMap<>();
    private long answers;
    private long failures;

    void add(AnswerReader answer, long due, long now) {
      int status = answer.status();
      Served from = answer.served();
      answers++;
      if (!from.isHit()) {
        noHits.merge(status + " " + answer.cacheStatus(), 1L, Long::sum);
      }
      latencies.record(due, now);
      if (status / 100 == 2) {
        served.merge(from, 1L, Long::sum);
      } else {
        failures++;
      }
    }

    LoadReport report(Duration elapsed) {
      return new LoadReport(
          answers, failures, Map.copyOf(served), Map.copyOf(noHits), elapsed, latencies);
    }
  }
}
