package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.KeyedTag;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.ParamType;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A keyed tag is sound only where equal values have equal text on both sides: what the request
 * gives and what the change stream brings. So column and parameter must be of one such family of
 * types.
 */
final class TagCheck {
  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");
  private static final Set<String> TEXTS = Set.of("text", "varchar");

  private static final String COLUMN =
      """
      select t.typname, coalesce(c.collisdeterministic, true)
      from pg_attribute a
        join pg_type t on t.oid = a.atttypid
        left join pg_collation c on c.oid = a.attcollation
      where a.attrelid = to_regclass(?) and a.attname = ? and not a.attisdropped and a.attnum > 0\
      """;

  private TagCheck() {}

  static List<String> problems(Connection reader, String where, QueryDef query)
      throws SQLException {
    List<String> problems = new ArrayList<>();
    for (KeyedTag tag : query.keyed()) {
      for (Map.Entry<String, String> column : tag.columns().entrySet()) {
        Param param =
            query.params().stream()
                .filter(p -> p.name().equals(column.getValue()))
                .findFirst()
                .orElseThrow();
        mismatch(reader, tag.table(), column.getKey(), param)
            .ifPresent(text ->
                problems.add(
                    "%s.tags.%s.%s: %s".formatted(where, tag.table(), column.getKey(), text)));
      }
    }
    return problems;
  }

  private static Optional<String> mismatch(
      Connection reader, String table, String column, Param param) throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(COLUMN)) {
      statement.setString(1, Regclass.quoted(table));
      statement.setString(2, column);
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.of("the table has no such column");
        }
        String type = row.getString(1);
        if (!row.getBoolean(2)) {
          return Optional.of("its collation takes different texts for equal; leave the tag out");
        }
        return comparable(type, param.type().element())
            ? Optional.empty()
            : Optional.of(
                "column is %s and parameter %s is %s: a tag needs both integer, text, uuid, boolean or date"
                    .formatted(type, param.name(), param.type().sqlName()));
      }
    }
  }

  private static boolean comparable(String column, ParamType param) {
    return switch (param) {
      case SMALLINT, INT, BIGINT -> INTEGERS.contains(column);
      case TEXT -> TEXTS.contains(column);
      case UUID -> column.equals("uuid");
      case BOOLEAN -> column.equals("bool");
      case DATE -> column.equals("date");
      case NUMERIC, TIMESTAMPTZ -> false;
    };
  }
}
