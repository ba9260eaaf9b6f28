package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.metrics.QueryStatsRecorder;

/** Counts and measures every read for the fleet's statistics. */
public final class StatsLog implements RequestLog {
  private static final long NANOS_PER_MICRO = 1_000;

  private final QueryStatsRecorder recorder;

  public StatsLog(QueryStatsRecorder recorder) {
    this.recorder = recorder;
  }

  @Override
  public void answered(ReadRequest request, Answer answer, long startedNanos) {
    QueryStatsRecorder.OfQuery stats = of(request.query());
    switch (answer.outcome()) {
      case Answer.Outcome.Hit hit -> stats.ended(Outcome.HIT, hit.tier());
      case Answer.Outcome.Stale stale -> stats.ended(Outcome.HIT, stale.why().label());
      case Answer.Outcome.Fetched fetched -> {
        stats.ended(fetched.bypassed() ? Outcome.BYPASS : Outcome.MISS, fetched.reason().label());
        if (!fetched.collapsed()) {
          stats.took(Part.SQL, answer.timing().sqlMicros());
          if (fetched.stored()) {
            stats.filled("stored");
          }
          fetched.refused().ifPresent(reason -> stats.filled(reason.label()));
        }
      }
    }
    if (answer.timing().cacheMicros() > 0) {
      stats.took(Part.REDIS, answer.timing().cacheMicros());
    }
    stats.took(Part.TOTAL, micros(startedNanos));
  }

  @Override
  public void failed(ReadRequest request, Throwable failure, long startedNanos) {
    QueryStatsRecorder.OfQuery stats = of(request.query());
    stats.ended(Outcome.ERROR, Problems.code(failure));
    stats.took(Part.TOTAL, micros(startedNanos));
  }

  private QueryStatsRecorder.OfQuery of(QueryDef query) {
    return recorder.query(query.catalogName());
  }

  private static long micros(long startedNanos) {
    return (System.nanoTime() - startedNanos) / NANOS_PER_MICRO;
  }
}
