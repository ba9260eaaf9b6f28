package io.plimsoll.system.simulation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A connection that writes, and what it does in both worlds. */
final class RealSession implements AutoCloseable {
  /** What plimsoll.beat() says. */
  record Beat(long xid, String incarnation) {}

  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Connection connection;
  private final String pid;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  RealSession(RealPostgres postgres) throws SQLException {
    connection = postgres.connect();
    RealPostgres.execute(connection, "set lock_timeout = '40ms'");
    pid = RealPostgres.value(connection, "select pg_backend_pid()");
    connection.setAutoCommit(false);
  }

  Connection connection() {
    return connection;
  }

  long begin() throws SQLException {
    return Long.parseLong(RealPostgres.value(connection, "select pg_current_xact_id()"));
  }

  /** Empty when another beat has not ended. */
  Optional<Beat> beat(long micros) throws SQLException {
    try {
      List<String> row =
          RealPostgres.rows(
                  connection, "select xid, incarnation from plimsoll.beat(%d)".formatted(micros))
              .getFirst();
      return Optional.of(new Beat(Long.parseLong(row.getFirst()), row.getLast()));
    } catch (SQLException e) {
      return blocked(e, Optional.empty());
    }
  }

  /** False when another one has the row: then it is rolled back. */
  boolean write(int row, long version) throws SQLException {
    String table = Rows.table(row);
    String sql =
        version == 0
            ? "delete from %s where id = %s".formatted(table, Rows.id(row))
            : "insert into %s values (%s, %d) on conflict (id) do update set version = excluded.version"
                .formatted(table, Rows.id(row), version);
    return executed(sql);
  }

  boolean truncate() throws SQLException {
    return executed("truncate " + Rows.ARTICLE_TABLE);
  }

  private boolean executed(String sql) throws SQLException {
    try {
      RealPostgres.execute(connection, sql);
      return true;
    } catch (SQLException e) {
      return blocked(e, false);
    }
  }

  private <T> T blocked(SQLException e, T answer) throws SQLException {
    if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
      throw e;
    }
    connection.rollback();
    return answer;
  }

  void rollback() throws SQLException {
    connection.rollback();
  }

  /** Returns when it is committed, or waits for the synchronous standby. */
  CompletableFuture<Void> commit(Commits.Mode mode, Connection operator) throws SQLException {
    String setting =
        switch (mode) {
          case LOCAL -> "local";
          case ASYNC -> "off";
          case REMOTE, SLOW -> "on";
        };
    RealPostgres.execute(connection, "set local synchronous_commit = " + setting);
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(
            () -> {
              try {
                connection.commit();
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            },
            thread);
    if (setting.equals("on")) {
      String waits =
          "select count(*) from pg_stat_activity where wait_event = 'SyncRep' and pid = ";
      RealPostgres.soon("the wait for the synchronous standby")
          .until(() -> RealPostgres.value(operator, waits + pid).equals("1"));
    } else {
      done.join();
    }
    return done;
  }

  /** Ends the wait for the synchronous standby. */
  void cancel(Connection operator) throws SQLException {
    RealPostgres.execute(operator, "select pg_cancel_backend(%s)".formatted(pid));
  }

  @Override
  public void close() throws SQLException {
    thread.close();
    connection.close();
  }
}
