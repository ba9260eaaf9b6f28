package io.plimsoll.system.staleness;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.local.stack.PostgresUrl;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The judge's own logical slot, which knows nothing of Plimsoll: {@code test_decoding} read into a
 * {@link History}. Comes back by itself after Postgres was away, where it had stopped.
 */
final class Slot implements AutoCloseable {
  static final String NAME = "judge";

  private static final long PAUSE_MILLIS = 2;
  private static final long AWAY_MILLIS = 100;

  private final Supplier<PostgresUrl> primary;
  private final History history;
  private final Tasks tasks = new Tasks();
  private final List<Change> open = new ArrayList<>();
  private long xid;
  private LogSequenceNumber last = LogSequenceNumber.INVALID_LSN;

  /** The slot must exist. */
  Slot(Supplier<PostgresUrl> primary, History history) {
    this.primary = primary;
    this.history = history;
    tasks.start(this::read);
  }

  private Void read() throws InterruptedException {
    while (!tasks.ending()) {
      try (Connection connection = connect()) {
        PGReplicationStream stream = stream(connection);
        open.clear();
        while (!tasks.ending()) {
          take(stream);
        }
      } catch (SQLException e) {
        Thread.sleep(AWAY_MILLIS); // Postgres is away, or just back: ask again
      }
    }
    return null;
  }

  private void take(PGReplicationStream stream) throws SQLException, InterruptedException {
    ByteBuffer message = stream.readPending();
    if (message == null) {
      Thread.sleep(PAUSE_MILLIS);
      return;
    }
    for (Change change : Change.parse(UTF_8.decode(message).toString()).stream().toList()) {
      switch (change) {
        case Change.Begin begin -> {
          open.clear();
          xid = begin.xid();
        }
        case Change.End end -> committed(stream);
        default -> open.add(change);
      }
    }
  }

  private void committed(PGReplicationStream stream) {
    LogSequenceNumber end = stream.getLastReceiveLSN();
    if (end.asLong() > last.asLong()) { // after a crash some are told again
      history.committed(xid, end.asLong(), System.nanoTime(), open);
      last = end;
    }
    stream.setFlushedLSN(end);
    stream.setAppliedLSN(end);
    open.clear();
  }

  private Connection connect() throws SQLException {
    PostgresUrl postgres = primary.get();
    Properties properties = new Properties();
    PGProperty.USER.set(properties, postgres.user());
    PGProperty.PASSWORD.set(properties, postgres.password());
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "15");
    PGProperty.APPLICATION_NAME.set(properties, NAME);
    PGProperty.CONNECT_TIMEOUT.set(properties, "5");
    return DriverManager.getConnection(postgres.jdbcUrl(), properties);
  }

  private PGReplicationStream stream(Connection connection) throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(NAME)
        .withStartPosition(last)
        .withSlotOption("include-xids", true)
        .withSlotOption("skip-empty-xacts", true)
        .withStatusInterval(1, TimeUnit.SECONDS)
        .start();
  }

  @Override
  public void close() {
    tasks.close();
  }
}
