package io.plimsoll.bench;

import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.Latencies;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The same through the API's front door: a hit, a commit, and reads until one has it. The read
 * itself, which then asks Postgres, is in the figure. Of one thread.
 */
final class HttpSamples {
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final BenchTarget target;
  private final Database database;
  private final List<Long> ids;
  private final AtomicBoolean stopped = new AtomicBoolean();

  HttpSamples(BenchTarget target, Database database, List<Long> ids) {
    this.target = target;
    this.database = database;
    this.ids = ids;
  }

  void stop() {
    stopped.set(true);
  }

  /** Samples until stopped; from the return of the commit to the first answer that has it. */
  Latencies run() throws SQLException {
    Latencies latencies = new Latencies();
    try (HttpProbe probe = new HttpProbe(target.api());
        Connection connection = database.connect();
        Titles titles = new Titles(connection, ids)) {
      for (int i = 0; !stopped.get(); i++) {
        long began = System.nanoTime();
        long id = ids.get(i % ids.size());
        String path = Articles.path(id);
        Fill.untilHit(probe, path);
        long version = titles.write(id);
        long committed = System.nanoTime();
        latencies.record(committed, FreshReads.firstFresh(probe, path, version));
        LockSupport.parkNanos(began + EVERY_NANOS - System.nanoTime());
      }
    }
    return latencies;
  }
}
