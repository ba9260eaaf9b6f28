package io.plimsoll.bench;

import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.Latencies;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From the return of a commit until a read over HTTP first has it, and whether a later read ever
 * goes back. Each sample starts from a hit, so that there is something to invalidate.
 */
record FreshReads(BenchTarget target, Database database, BenchOptions options, WarmUp warmUp) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration WATCH = Duration.ofMillis(20);
  private static final long PAUSE_NANOS = 100_000;
  private static final int WARM_UP = 20;

  /** Latencies of the samples, and reads that were older than one before them. */
  private record Seen(Latencies latencies, long regressions) {}

  Section measure(List<Long> ids) {
    try (Connection connection = database.connect();
        HttpProbe probe = new HttpProbe(target.api());
        Titles titles = new Titles(connection, ids)) {
      Seen before = sample(probe, titles, ids, WARM_UP);
      warmUp.print(
          "fresh reads",
          "%d samples, p50 %.2f ms".formatted(WARM_UP, before.latencies().millisAt(50)));
      Seen seen = sample(probe, titles, ids, options.freshReads());
      return Section.of("commit → first fresh read over HTTP; one at a time")
          .latencies("from the return of the commit", seen.latencies())
          .bar(
              Bar.none(
                  "stale reads after the first fresh one",
                  before.regressions() + seen.regressions()))
          .build();
    } catch (SQLException e) {
      throw new BenchException("cannot update articles: " + e.getMessage(), e);
    }
  }

  private static Seen sample(HttpProbe probe, Titles titles, List<Long> ids, int count)
      throws SQLException {
    Latencies latencies = new Latencies();
    long regressions = 0;
    for (int i = 0; i < count; i++) {
      long id = ids.get(i % ids.size());
      String path = Articles.path(id);
      Fill.untilHit(probe, path);
      long version = titles.write(id);
      long committed = System.nanoTime();
      latencies.record(committed, firstFresh(probe, path, version));
      regressions += olderReads(probe, path, version);
    }
    return new Seen(latencies, regressions);
  }

  /** When a read first has the version, of {@link System#nanoTime}. */
  static long firstFresh(HttpProbe probe, String path, long version) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Titles.version(probe.get(path)) < version) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(
            "GET %s still answers from before a commit of %d s ago"
                .formatted(path, PATIENCE.toSeconds()));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return System.nanoTime();
  }

  private static long olderReads(HttpProbe probe, String path, long version) {
    long older = 0;
    long end = System.nanoTime() + WATCH.toNanos();
    while (System.nanoTime() < end) {
      older += Titles.version(probe.get(path)) < version ? 1 : 0;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return older;
  }
}
