package io.plimsoll.bench;

import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.Latencies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * The same lag seen from outside, with this process's clock only: fill an answer, commit a change
 * of its row, and look until its tag's generation is gone from Redis. Of one thread.
 */
final class RedisProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Between two looks: finer costs the servers' CPU. */
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  private final BenchTarget target;
  private final Database database;
  private final Redis redis;
  private final List<Long> ids;
  private final AtomicBoolean stopped = new AtomicBoolean();

  RedisProbe(BenchTarget target, Database database, Redis redis, List<Long> ids) {
    this.target = target;
    this.database = database;
    this.redis = redis;
    this.ids = ids;
  }

  void stop() {
    stopped.set(true);
  }

  /** Samples until stopped; from the return of the commit until the key is seen gone. */
  Latencies run() throws SQLException {
    Latencies latencies = new Latencies();
    try (HttpProbe http = new HttpProbe(target.api());
        Connection connection = database.connect();
        PreparedStatement update =
            connection.prepareStatement("update articles set updated_at = now() where id = ?")) {
      for (int i = 0; !stopped.get(); i++) {
        long began = System.nanoTime();
        sample(http, update, ids.get(i % ids.size()), latencies);
        LockSupport.parkNanos(began + EVERY_NANOS - System.nanoTime());
      }
    }
    return latencies;
  }

  private void sample(HttpProbe http, PreparedStatement update, long id, Latencies latencies)
      throws SQLException {
    String key = redis.tagKey(id);
    Fill.untilHit(http, Articles.path(id));
    if (!redis.exists(key)) {
      throw new BenchException(
          "an answer is a hit, but Redis has no generation key of its article %d: wrong tags.key, or the layout changed"
              .formatted(id));
    }
    update.setLong(1, id);
    update.executeUpdate();
    long committed = System.nanoTime();
    while (redis.exists(key)) {
      if (System.nanoTime() - committed > PATIENCE.toNanos()) {
        throw new BenchException(
            "a commit was not invalidated within %d s".formatted(PATIENCE.toSeconds()));
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    latencies.record(committed, System.nanoTime());
  }
}
