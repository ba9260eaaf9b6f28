package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.bench.load.Pace;
import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Commits of one row each at a fixed rate, over several connections and many rows. */
final class CommitLoad {
  private static final int WRITERS = 8;
  private static final long SEED = 42;
  private static final double NANOS = 1e9;

  private final Database database;
  private final List<Long> ids;

  CommitLoad(Database database, List<Long> ids) {
    this.database = database;
    this.ids = ids;
  }

  /**
   * A commit.
   *
   * @param returnedNanos when the client knew of it, of {@link System#nanoTime}
   */
  record Committed(Xid xid, long returnedNanos) {}

  /**
   * What was committed.
   *
   * @param latencies from the time a commit was due to its return
   */
  record Report(List<Committed> committed, Duration elapsed, Latencies latencies) {
    long commits() {
      return committed.size();
    }

    double perSecond() {
      return commits() / (elapsed.toNanos() / NANOS);
    }
  }

  /** What one connection did. */
  private record Written(List<Committed> committed, Latencies latencies) {}

  /** Returns when the last commit has. */
  Report run(int perSecond, Duration time) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200); // to connect
      long count = Math.max(1, perSecond * time.toMillis() / 1_000);
      List<Future<Written>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        Pace pace = new Pace(start, perSecond);
        writers.add(threads.submit(() -> write(pace, first, count)));
      }
      Latencies all = new Latencies();
      List<Committed> committed = new ArrayList<>();
      for (Future<Written> writer : writers) {
        all.add(writer.get().latencies());
        committed.addAll(writer.get().committed());
      }
      return new Report(committed, Duration.ofNanos(System.nanoTime() - start), all);
    } catch (ExecutionException e) {
      throw new BenchException("a writer failed: " + e.getCause(), e);
    }
  }

  /** Every so many-th commit of the common pace, beginning with the first. */
  private Written write(Pace pace, int first, long count)
      throws SQLException, InterruptedException {
    Latencies latencies = new Latencies();
    List<Committed> committed = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(SEED + first);
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement(
                "update articles set updated_at = now() where id = ? returning pg_current_xact_id()::text")) {
      for (long n = first; n < count; n += WRITERS) {
        long due = pace.await(n);
        update.setLong(1, ids.get(random.nextInt(ids.size())));
        try (ResultSet row = update.executeQuery()) {
          long returned = System.nanoTime(); // in autocommit it has come after the commit
          latencies.record(due, returned);
          row.next();
          committed.add(new Committed(Xid.ofDecimal(row.getString(1)), returned));
        }
      }
    }
    return new Written(committed, latencies);
  }
}
