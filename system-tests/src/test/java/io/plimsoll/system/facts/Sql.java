package io.plimsoll.system.facts;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** SQL in one line. */
final class Sql {
  private Sql() {}

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The first column of the first row; {@code null} as text when it is null. */
  static String value(Connection connection, String sql) throws SQLException {
    return row(connection, sql).getFirst();
  }

  /** The first row as text. */
  static List<String> row(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      List<String> row = new ArrayList<>();
      for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
        row.add(String.valueOf(rows.getString(column)));
      }
      return row;
    }
  }
}
