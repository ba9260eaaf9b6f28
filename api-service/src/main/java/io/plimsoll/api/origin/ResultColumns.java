package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.QueryDef;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Describes the answers of a query by what Postgres tells of its statement, without running it. */
final class ResultColumns {
  /** By the name that a type has without its schema; of an array, those of its elements. */
  private static final String LABELS =
      """
      select t.typname, e.enumlabel
      from pg_type t join pg_enum e on e.enumtypid in (t.oid, t.typelem)
      where t.typname = any (?) and pg_type_is_visible(t.oid)
      order by t.typname, e.enumsortorder\
      """;

  private ResultColumns() {}

  static List<ResultColumn> of(Connection reader, QueryDef query) throws SQLException {
    List<ResultColumn> columns = new ArrayList<>();
    try (PreparedStatement statement = reader.prepareStatement(query.sql().jdbc())) {
      ResultSetMetaData row = statement.getMetaData();
      for (int i = 1; i <= row.getColumnCount(); i++) {
        columns.add(new ResultColumn(row.getColumnLabel(i), type(row.getColumnTypeName(i))));
      }
    }
    Map<String, List<String>> labels = labels(reader, columns);
    return columns.stream()
        .map(column ->
            new ResultColumn(
                column.name(), column.type(), labels.getOrDefault(column.type(), List.of())))
        .toList();
  }

  private static Map<String, List<String>> labels(Connection reader, List<ResultColumn> columns)
      throws SQLException {
    Array types =
        reader.createArrayOf("text", columns.stream().map(ResultColumn::type).distinct().toArray());
    Map<String, List<String>> labels = new HashMap<>();
    try (PreparedStatement statement = reader.prepareStatement(LABELS)) {
      statement.setArray(1, types);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          labels.computeIfAbsent(row.getString(1), type -> new ArrayList<>()).add(row.getString(2));
        }
      }
    }
    return labels;
  }

  /** The driver names the type of a column that counts by itself as CREATE TABLE would. */
  private static String type(String told) {
    return switch (told) {
      case "smallserial" -> "int2";
      case "serial" -> "int4";
      case "bigserial" -> "int8";
      default -> told;
    };
  }
}
