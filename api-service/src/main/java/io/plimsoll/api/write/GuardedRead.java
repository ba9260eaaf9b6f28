package io.plimsoll.api.write;

import io.plimsoll.api.origin.JsonSql;
import io.plimsoll.api.origin.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The answer that a precondition is about, read in the write's own SERIALIZABLE transaction. So a
 * write of another that would have changed it makes one of the two transactions fail, whichever
 * rows the two change (serializable snapshot isolation, Cahill, Röhm and Fekete, 2008): it is tried
 * again, and then sees the other's answer.
 */
final class GuardedRead {
  static final String ISOLATION = "set transaction isolation level serializable";

  private GuardedRead() {}

  static boolean holds(Connection connection, Precondition condition) throws SQLException {
    String sql = "select " + JsonSql.of(condition.query());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      Values.bind(statement, condition.values());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return condition.holds(JsonSql.content(row.getString(1)));
      }
    }
  }
}
