package io.plimsoll.api.origin;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.catalog.Placeholders;
import io.plimsoll.core.catalog.QueryDef;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statement of a query for several requests at once. A row for each has the same columns as the
 * statement for one, and the request's number behind them, from 1. One statement has one snapshot:
 * it is that of every row.
 *
 * <p>Each placeholder is a column of texts: the template casts every one to its type. It stands in
 * a CASE, which the planner removes, since a cast of a column is named like the column and not like
 * the type; and its own name is none that a query would mean.
 */
final class BatchSql {
  private BatchSql() {}

  /** Whether a request's values can be some of many: arrays of arrays are flat in Postgres. */
  static boolean takes(ReadRequest request) {
    List<@Nullable Object> values = request.values();
    return !values.isEmpty() && values.stream().noneMatch(Parsed.Elements.class::isInstance);
  }

  /**
   * The statement.
   *
   * @param seen what is the same for all rows, as a select's columns; read once
   */
  static String wrap(QueryDef query, String seen, List<TagPlan.Capture> captures) {
    List<String> columns = new ArrayList<>();
    String sql = inColumns(query.sql().jdbc(), query.sql().names().size(), columns);
    List<TagPlan.Capture> captured = new ArrayList<>();
    for (TagPlan.Capture capture : captures) {
      String text = inColumns(capture.sql(), capture.names().size(), columns);
      captured.add(new TagPlan.Capture(text, List.of()));
    }
    return """
    select %s,
      plimsoll_seen.*%s,
      plimsoll_key.plimsoll_number
    from unnest(%s) with ordinality as plimsoll_key (%s, plimsoll_number)
      cross join (select %s offset 0) as plimsoll_seen\
    """
        .formatted(
            JsonSql.of(query, sql),
            CaptureColumns.sql(captured),
            String.join(", ", Collections.nCopies(columns.size(), "?::text[]")),
            String.join(", ", columns),
            seen);
  }

  /** With a new column for each placeholder. */
  private static String inColumns(String jdbc, int placeholders, List<String> columns) {
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < placeholders; i++) {
      columns.add("plimsoll_value_" + (columns.size() + 1));
      expressions.add("(case when true then plimsoll_key." + columns.getLast() + " end)");
    }
    return Placeholders.replace(jdbc, expressions);
  }

  /** Binds the values of all. */
  static void bind(PreparedStatement statement, List<ReadRequest> requests) throws SQLException {
    Connection connection = statement.getConnection();
    List<List<@Nullable Object>> rows = requests.stream().map(CaptureColumns::values).toList();
    for (int column = 0; column < rows.getFirst().size(); column++) {
      @Nullable Object[] texts = new @Nullable Object[rows.size()];
      for (int i = 0; i < texts.length; i++) {
        texts[i] = text(rows.get(i).get(column));
      }
      statement.setArray(column + 1, connection.createArrayOf("text", texts));
    }
  }

  /** What Postgres reads as the value. */
  private static @Nullable String text(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal number -> number.toPlainString();
      case OffsetDateTime time -> time.toInstant().toString();
      default -> value.toString();
    };
  }
}
