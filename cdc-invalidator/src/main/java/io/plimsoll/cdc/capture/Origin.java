package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a server says of its history. Not thread-safe; whoever gave the connection closes it. */
final class Origin {
  private final Connection connection;

  Origin(Connection connection) {
    this.connection = connection;
  }

  void requirePrimary() throws SQLException, CaptureException {
    if (one("select pg_is_in_recovery()::text").equals("true")) {
      throw new CaptureException(
          "postgres-standby",
          "postgres.url leads to a standby, must lead to the primary: waiting for its promotion, or for another URL");
    }
  }

  Incarnation incarnation() throws SQLException {
    return new Incarnation(one("select plimsoll.ensure_incarnation()"));
  }

  /** Ends this history for everyone: what was read before is not stored any more. */
  Incarnation renewIncarnation() throws SQLException {
    return new Incarnation(one("select plimsoll.renew_incarnation()"));
  }

  Lsn walEnd() throws SQLException {
    return Lsn.parse(one("select pg_current_wal_insert_lsn()::text"));
  }

  Xid nextXid() throws SQLException {
    return Xid.ofDecimal(one("select pg_snapshot_xmax(pg_current_snapshot())::text"));
  }

  private String one(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
