package io.plimsoll.api.origin;

import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.Placeholders;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query with one parameter, asked for many of its values at once. A row for each value has the
 * same columns as the statement for one, and the value's number behind them, from 1. One statement
 * has one snapshot: it is that of every row.
 */
final class BatchSql {
  private static final String VALUE = "plimsoll_key.value";

  private BatchSql() {}

  /**
   * The statement.
   *
   * @param seen what is the same for all rows, as a select's columns; read once
   */
  static String wrap(QueryDef query, String seen, List<TagPlan.Capture> captures) {
    StringBuilder columns = new StringBuilder();
    for (TagPlan.Capture capture : captures) {
      columns.append(CaptureColumns.sql(List.of(keyed(capture))));
    }
    return """
    select %s,
      plimsoll_seen.*%s,
      plimsoll_key.number
    from unnest(?::%s[]) with ordinality as plimsoll_key (value, number)
      cross join (select %s offset 0) as plimsoll_seen\
    """
        .formatted(
            JsonSql.of(query, keyed(query.sql().jdbc(), query.sql().names())),
            columns,
            key(query).type().sqlName(),
            seen);
  }

  /** Binds the values of all. */
  static void bind(PreparedStatement statement, List<ReadRequest> requests) throws SQLException {
    Connection connection = statement.getConnection();
    String type = key(requests.getFirst().query()).type().sqlName();
    Object[] texts = requests.stream().map(BatchSql::text).toArray();
    statement.setArray(1, connection.createArrayOf(type, texts));
  }

  private static TagPlan.Capture keyed(TagPlan.Capture capture) {
    return new TagPlan.Capture(keyed(capture.sql(), capture.names()), List.of());
  }

  private static String keyed(String jdbc, List<String> names) {
    return Placeholders.replace(jdbc, Collections.nCopies(names.size(), VALUE));
  }

  private static Param key(QueryDef query) {
    return query.params().getFirst();
  }

  /** All places of the SQL have the same value. */
  private static String text(ReadRequest request) {
    @Nullable Object value = request.values().getFirst();
    return String.valueOf(value);
  }
}
