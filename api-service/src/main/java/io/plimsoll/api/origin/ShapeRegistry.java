package io.plimsoll.api.origin;

import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.freshness.TagShape;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code plimsoll.shapes}: what the capture hashes, by the wish of all services. Blocks. */
final class ShapeRegistry {
  private static final Logger log = LoggerFactory.getLogger(ShapeRegistry.class);

  private ShapeRegistry() {}

  /**
   * Reads it, and registers what is missing of a service's shapes. Writes only then.
   *
   * @throws SQLException when it cannot be read or written; what was read is learned
   */
  static void agree(Connection reader, ShapesInForce shapes) throws SQLException {
    Set<TagShape> missing = new TreeSet<>(shapes.mine());
    missing.removeAll(learn(reader, shapes));
    if (!missing.isEmpty()) {
      register(reader, missing);
      log.info("event=shapes-registered shapes={}", missing);
      learn(reader, shapes);
    }
  }

  private static List<TagShape> learn(Connection reader, ShapesInForce shapes) throws SQLException {
    List<TagShape> registered = read(reader);
    shapes.learn(registered);
    return registered;
  }

  private static List<TagShape> read(Connection reader) throws SQLException {
    List<TagShape> registered = new ArrayList<>();
    try (PreparedStatement statement =
            reader.prepareStatement("select relation, columns from plimsoll.shapes order by id");
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        String[] columns = (String[]) row.getArray("columns").getArray();
        registered.add(new TagShape(row.getString("relation"), List.of(columns)));
      }
    }
    return registered;
  }

  /** The reader's transactions are read only unless they say otherwise. */
  private static void register(Connection reader, Collection<TagShape> missing)
      throws SQLException {
    reader.setAutoCommit(false);
    try (Statement writable = reader.createStatement();
        PreparedStatement statement =
            reader.prepareStatement("select plimsoll.register_shapes(?::jsonb)")) {
      writable.execute("set transaction read write; set local lock_timeout = '2s'");
      statement.setString(1, json(missing));
      statement.execute();
      reader.commit();
    } catch (SQLException e) {
      reader.rollback();
      throw e;
    } finally {
      reader.setAutoCommit(true);
    }
  }

  private static String json(Collection<TagShape> shapes) {
    JsonArray json = new JsonArray();
    shapes.forEach(shape ->
        json.add(
            new JsonObject()
                .put("relation", shape.table())
                .put("columns", new JsonArray(shape.columns()))));
    return json.encode();
  }
}
