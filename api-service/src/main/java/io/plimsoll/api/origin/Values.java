package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.Parsed;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds values in order. Values never become part of a statement's text. */
public final class Values {
  private Values() {}

  public static void bind(PreparedStatement statement, List<@Nullable Object> values)
      throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, bound(statement, values.get(i)));
    }
  }

  /** An array goes as its elements' canonical text, which Postgres reads as the type. */
  private static @Nullable Object bound(PreparedStatement statement, @Nullable Object value)
      throws SQLException {
    return value instanceof Parsed.Elements array
        ? statement
            .getConnection()
            .createArrayOf(array.type().sqlName(), array.canonical().toArray())
        : value;
  }
}
