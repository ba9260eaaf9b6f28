package io.plimsoll.api.origin;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.api.read.OriginException.Kind;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/**
 * Turns a driver's exception into one that says what a caller can do. Kinds by SQLSTATE class, see
 * "PostgreSQL Error Codes", appendix A of its manual.
 */
public final class SqlFailure {
  private SqlFailure() {}

  public static OriginException of(String what, HikariDataSource pool, SQLException e) {
    if (e instanceof SQLTransientConnectionException) {
      return new OriginException(Kind.UNAVAILABLE, exhausted(pool), e);
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return new OriginException(kind(state), "%s failed with SQLSTATE %s".formatted(what, state), e);
  }

  private static Kind kind(String state) {
    if (state.equals("57014")) {
      return Kind.TIMEOUT;
    }
    if (state.startsWith("08")
        || state.startsWith("57P")
        || state.startsWith("53")
        || state.equals("25006")
        || state.equals("40001")
        || state.equals("40P01")) {
      return Kind.UNAVAILABLE;
    }
    if (state.equals("23505") || state.equals("23503") || state.equals("23P01")) {
      return Kind.CONFLICT;
    }
    return state.startsWith("22") || state.startsWith("23") ? Kind.REJECTED : Kind.BROKEN;
  }

  private static String exhausted(HikariDataSource pool) {
    var state = pool.getHikariPoolMXBean();
    return "Postgres gave no connection within %d ms (pool=%s max=%d total=%d active=%d idle=%d waiting=%d)"
        .formatted(
            pool.getConnectionTimeout(),
            pool.getPoolName(),
            pool.getMaximumPoolSize(),
            state.getTotalConnections(),
            state.getActiveConnections(),
            state.getIdleConnections(),
            state.getThreadsAwaitingConnection());
  }
}
