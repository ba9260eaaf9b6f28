package io.plimsoll.api.write;

import io.plimsoll.core.trace.TraceParent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells the change stream which trace a transaction belongs to, by a logical decoding message in
 * it. To be sent before the rows, which take the trace from what came before them.
 */
final class TraceMessage {
  private static final String EMIT =
      "select pg_catalog.pg_logical_emit_message(true, ?::text, ?::text)";

  private TraceMessage() {}

  /** In the transaction that is open. */
  static void emit(Connection connection, TraceParent trace) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(EMIT)) {
      statement.setString(1, TraceParent.MESSAGE_PREFIX);
      statement.setString(2, trace.header());
      statement.execute();
    }
  }
}
