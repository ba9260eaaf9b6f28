package io.plimsoll.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * A synchronous standby as far as the primary can tell: it takes the physical replication stream
 * and acknowledges each position a while later. Until then a commit is in the WAL, is decoded, and
 * is visible to nobody.
 */
final class LateStandby {
  static final String NAME = "late";

  private record Received(LogSequenceNumber position, long atNanos) {}

  private final Duration delay;
  private final Connection connection;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> streaming;
  private volatile boolean closed;

  LateStandby(Articles articles, Duration delay) throws SQLException {
    this.delay = delay;
    var postgres = articles.stack().endpoints().postgres();
    Properties properties = new Properties();
    PGProperty.USER.set(properties, postgres.user());
    PGProperty.PASSWORD.set(properties, postgres.password());
    PGProperty.REPLICATION.set(properties, "true");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    PGProperty.APPLICATION_NAME.set(properties, NAME);
    LogSequenceNumber from =
        LogSequenceNumber.valueOf(articles.sqlValue("select pg_current_wal_flush_lsn()"));
    connection = DriverManager.getConnection(postgres.jdbcUrl(), properties);
    PGReplicationStream stream =
        connection
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .physical()
            .withStartPosition(from)
            .withStatusInterval(1, java.util.concurrent.TimeUnit.SECONDS)
            .start();
    streaming = thread.submit(() -> acknowledge(stream));
  }

  private Void acknowledge(PGReplicationStream stream) throws Exception {
    Deque<Received> waiting = new ArrayDeque<>();
    while (!closed) {
      while (stream.readPending() != null) {
        waiting.add(new Received(stream.getLastReceiveLSN(), System.nanoTime()));
      }
      boolean due = false;
      while (!waiting.isEmpty()
          && System.nanoTime() - waiting.peek().atNanos() >= delay.toNanos()) {
        LogSequenceNumber position = waiting.remove().position();
        stream.setFlushedLSN(position);
        stream.setAppliedLSN(position);
        due = true;
      }
      if (due) {
        stream.forceUpdateStatus();
      }
      Thread.sleep(1);
    }
    return null;
  }

  void close() throws ExecutionException, InterruptedException, SQLException {
    closed = true;
    streaming.get();
    thread.close();
    connection.close();
  }
}
