package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.bench.load.Pace;
import java.sql.Connection;
import java.sql.PreparedStatement;
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
   * What was committed.
   *
   * @param latencies from the time a commit was due to its return
   */
  record Report(long commits, Duration elapsed, Latencies latencies) {
    double perSecond() {
      return commits / (elapsed.toNanos() / NANOS);
    }
  }

  /** Returns when the last commit has. */
  Report run(int perSecond, Duration time) throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
      long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200); // to connect
      long count = Math.max(1, perSecond * time.toMillis() / 1_000);
      List<Future<Latencies>> writers = new ArrayList<>();
      for (int writer = 0; writer < WRITERS; writer++) {
        int first = writer;
        Pace pace = new Pace(start, perSecond);
        writers.add(threads.submit(() -> write(pace, first, count)));
      }
      Latencies all = new Latencies();
      for (Future<Latencies> writer : writers) {
        all.add(writer.get());
      }
      return new Report(all.count(), Duration.ofNanos(System.nanoTime() - start), all);
    } catch (ExecutionException e) {
      throw new BenchException("a writer failed: " + e.getCause(), e);
    }
  }

  /** Every so many-th commit of the common pace, beginning with the first. */
  private Latencies write(Pace pace, int first, long count)
      throws SQLException, InterruptedException {
    Latencies latencies = new Latencies();
    SplittableRandom random = new SplittableRandom(SEED + first);
    try (Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement("update articles set updated_at = now() where id = ?")) {
      for (long n = first; n < count; n += WRITERS) {
        long due = pace.await(n);
        update.setLong(1, ids.get(random.nextInt(ids.size())));
        update.executeUpdate();
        latencies.record(due, System.nanoTime());
      }
    }
    return latencies;
  }
}
