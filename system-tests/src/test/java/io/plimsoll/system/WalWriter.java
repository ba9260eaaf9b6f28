package io.plimsoll.system;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Postgres's WAL writer, stopped: what was committed with {@code synchronous_commit=off} stays in
 * memory until somebody else flushes it.
 */
public final class WalWriter {
  private static final int TRIES = 20;
  private static final int PATIENCE_SECONDS = 2;

  private final String pid;

  private WalWriter(String pid) {
    this.pid = pid;
  }

  /**
   * Stops it, but not while it holds the lock on the WAL: then nobody could commit any more.
   *
   * @param operator a superuser's connection to PostgreSQL 17, in autocommit; used for a flush
   */
  public static WalWriter hold(Connection operator) throws Exception {
    WalWriter writer =
        new WalWriter(
            value(operator, "select pid from pg_stat_activity where backend_type = 'walwriter'"));
    for (int i = 0; i < TRIES; i++) {
      writer.signal("STOP");
      CompletableFuture<String> flush = CompletableFuture.supplyAsync(() -> flush(operator));
      try {
        var _ = flush.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return writer;
      } catch (TimeoutException e) {
        writer.signal("CONT"); // It had the lock: let it finish, and try at another moment.
        var _ = flush.get();
      }
    }
    throw new IllegalStateException("the WAL writer held its lock " + TRIES + " times");
  }

  /** The whole server goes down with it, and recovers. */
  public void kill() throws IOException, InterruptedException {
    signal("KILL");
  }

  private static String flush(Connection operator) {
    try {
      return value(operator, "select pg_logical_emit_message(false, 'test', '', true)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String value(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void signal(String name) throws IOException, InterruptedException {
    signal(name, pid);
  }

  /** Sends a signal to one process. */
  public static void signal(String name, String pid) throws IOException, InterruptedException {
    int exit = new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("kill -%s %s failed with exit code %d".formatted(name, pid, exit));
    }
  }
}
