package io.plimsoll.local.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Questions to Postgres. */
final class Asked {
  private Asked() {}

  /** One row as a value. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Parameters are texts, or arrays of texts. */
  static <T> List<T> list(Connection connection, String sql, Reader<T> reader, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(
            i + 1,
            parameters[i] instanceof List<?> texts
                ? connection.createArrayOf("text", texts.toArray())
                : parameters[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        List<T> values = new ArrayList<>();
        while (rows.next()) {
          values.add(reader.read(rows));
        }
        return values;
      }
    }
  }

  /** Whether there is such a table. */
  static boolean exists(Connection connection, String table) throws SQLException {
    return list(
            connection,
            "select to_regclass(?) is not null as found",
            row -> row.getBoolean("found"),
            table)
        .getFirst();
  }

  static String text(ResultSet row, String column) throws SQLException {
    return java.util.Objects.requireNonNullElse(row.getString(column), "");
  }
}
