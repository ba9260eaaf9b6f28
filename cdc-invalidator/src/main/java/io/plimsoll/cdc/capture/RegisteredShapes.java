package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.TagShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the services have registered in {@code plimsoll.shapes}. Blocks. */
final class RegisteredShapes {
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private RegisteredShapes() {}

  /**
   * Reads it when no transaction is writing there: what the stream has told of before, and will not
   * tell again, is in it even if it still waited for a synchronous standby.
   */
  static List<TagShape> read(Database database) throws CaptureException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("set lock_timeout = '10s'");
      try (ResultSet row =
          statement.executeQuery("select relation, columns from plimsoll.registered_shapes()")) {
        List<TagShape> shapes = new ArrayList<>();
        while (row.next()) {
          String[] columns = (String[]) row.getArray("columns").getArray();
          shapes.add(new TagShape(row.getString("relation"), List.of(columns)));
        }
        return shapes;
      }
    } catch (SQLException e) {
      if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw new CaptureException(
            "shapes-locked",
            "plimsoll.shapes was locked for 10 s by a transaction that writes there: waiting for its end, or for the standby that it waits for",
            e);
      }
      throw CaptureException.of("cannot read plimsoll.shapes", e);
    }
  }
}
