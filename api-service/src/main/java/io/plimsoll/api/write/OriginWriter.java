package io.plimsoll.api.write;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.SqlFailure;
import io.plimsoll.api.origin.Values;
import io.plimsoll.api.origin.WriteSql;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs writes of the catalog, one transaction each. A write alone is one statement that commits
 * itself; with an idempotency key it shares its transaction with the key's row, with a precondition
 * with the read of what it is about, and with a trace with the message that tells it. Thread-safe;
 * closes nothing.
 */
public final class OriginWriter {
  private static final Logger log = LoggerFactory.getLogger(OriginWriter.class);
  private static final int NO_ROW = 404;
  private static final int ATTEMPTS = 5;

  /** Another transaction came between; the same again may succeed. */
  private static final String SERIALIZATION_FAILURE = "40001";

  private static final String FLUSHED =
      """
      select case when current_setting('synchronous_commit') <> 'off'
        then pg_current_wal_flush_lsn()::text end\
      """;

  private final HikariDataSource pool;
  private final IdempotencyTable idempotency;
  private final Map<String, String> returning = new ConcurrentHashMap<>();

  /** What the statement told; the commit may still be to come. */
  private record Wrote(Optional<byte[]> row, String xid, Optional<String> incarnation) {
    int status(WriteDef write) {
      return row.isPresent() || write.method() == WriteDef.Method.POST ? write.status() : NO_ROW;
    }
  }

  /**
   * On the writer's pool.
   *
   * @param keep how long the answer to an idempotency key is kept
   * @param wait how long a request waits for another one with the same key
   */
  public OriginWriter(HikariDataSource pool, Duration keep, Duration wait) {
    this.pool = pool;
    this.idempotency = new IdempotencyTable(keep, wait);
  }

  /**
   * Runs a write; blocks.
   *
   * @throws io.plimsoll.api.read.OriginException when it was refused, or nobody can know
   */
  public Outcome write(WriteRequest request) {
    try (Connection connection = pool.getConnection()) {
      return request.plain() ? alone(connection, request) : inTransaction(connection, request);
    } catch (SQLException e) {
      throw SqlFailure.of("write " + request.write().name(), pool, e);
    }
  }

  private Outcome alone(Connection connection, WriteRequest request) throws SQLException {
    Wrote wrote = run(connection, request);
    return new Outcome.Done(
        wrote.status(request.write()),
        wrote.row(),
        token(connection, wrote.xid(), wrote.incarnation()),
        false);
  }

  private Outcome inTransaction(Connection connection, WriteRequest request) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try {
        connection.setAutoCommit(false);
        return attempt(connection, request);
      } catch (SQLException e) {
        if (!SERIALIZATION_FAILURE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
        connection.rollback();
      }
    }
  }

  /** The pool rolls back what is open when the connection comes back to it. */
  private Outcome attempt(Connection connection, WriteRequest request) throws SQLException {
    if (request.condition().isPresent()) {
      execute(connection, GuardedRead.ISOLATION);
    }
    return request.once().isEmpty()
        ? write(connection, request)
        : switch (idempotency.claim(connection, request.once().get())) {
          case IdempotencyTable.Claim.Refused refused -> new Outcome.Refused(refused.why());
          case IdempotencyTable.Claim.Known known -> replay(connection, known.answer());
          case IdempotencyTable.Claim.Mine mine -> write(connection, request);
        };
  }

  private Outcome write(Connection connection, WriteRequest request) throws SQLException {
    if (request.condition().isPresent()
        && !GuardedRead.holds(connection, request.condition().get())) {
      return new Outcome.Refused(Outcome.Refusal.PRECONDITION);
    }
    if (request.trace().isPresent()) {
      TraceMessage.emit(connection, request.trace().get());
    }
    Wrote wrote = run(connection, request);
    int status = wrote.status(request.write());
    if (request.once().isPresent()) {
      idempotency.answer(connection, request.once().get(), status, wrote.row());
    }
    commit(connection);
    return new Outcome.Done(
        status, wrote.row(), token(connection, wrote.xid(), wrote.incarnation()), false);
  }

  private static Outcome replay(Connection connection, IdempotencyTable.Answered answer)
      throws SQLException {
    commit(connection);
    return new Outcome.Done(
        answer.status(), answer.row(), token(connection, answer.xid(), answer.incarnation()), true);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void commit(Connection connection) throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  private Wrote run(Connection connection, WriteRequest request) throws SQLException {
    WriteDef write = request.write();
    String sql = returning.computeIfAbsent(write.sql().jdbc(), WriteSql::returningJson);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Values.bind(statement, request.values());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Wrote(
            Optional.ofNullable(row.getString(1)).map(s -> s.getBytes(StandardCharsets.UTF_8)),
            row.getString(2),
            Optional.ofNullable(row.getString(3)));
      }
    }
  }

  /**
   * Behind the commit: it has returned, or another transaction's row has been seen, which is shown
   * only when its record is flushed. So it ends at or before the flush position. Where commits do
   * not wait for that, a crash may lose this one and put another in its place in the log: then no
   * position stands for it.
   */
  static Optional<Token> token(Connection connection, String xid, Optional<String> incarnation) {
    if (incarnation.isEmpty()) {
      return Optional.empty();
    }
    Lsn behind;
    try (PreparedStatement statement = connection.prepareStatement(FLUSHED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String flushed = row.getString(1);
      behind = flushed == null ? Lsn.MAX : Lsn.parse(flushed);
    } catch (SQLException e) {
      // The write is done; only the primary can show it then.
      log.warn("code=token-without-lsn xid={} reason=\"{}\"", xid, e.getMessage());
      behind = Lsn.MAX;
    }
    Mark mark = new Mark(Xid.ofDecimal(xid), behind);
    return Optional.of(new Token(mark, new Incarnation(incarnation.get())));
  }
}
