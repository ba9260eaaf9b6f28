package io.plimsoll.system.facts;

import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One writing transaction after another, in a session of its own. */
final class Writer implements AutoCloseable {
  final Connection connection;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  /**
   * @param synchronousCommit the session's setting
   */
  Writer(FactServers servers, String synchronousCommit) throws SQLException {
    connection = servers.primary.connect(FactServers.DATABASE);
    Sql.execute(connection, "set synchronous_commit = " + synchronousCommit);
    connection.setAutoCommit(false);
  }

  /** Runs a statement and returns the transaction's id. */
  Xid write(String sql) throws SQLException {
    Sql.execute(connection, sql);
    return Xid.ofDecimal(Sql.value(connection, "select pg_current_xact_id()"));
  }

  /** Commits without waiting for the end of it. */
  CompletableFuture<Void> commit() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            connection.commit();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        thread);
  }

  @Override
  public void close() throws SQLException {
    thread.close();
    connection.close();
  }
}
