package io.plimsoll.api.origin;

import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.freshness.TagShape;
import java.sql.Array;
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
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code plimsoll.shapes}: what the capture hashes, by the wish of all services. Blocks. */
final class ShapeRegistry {
  private static final Logger log = LoggerFactory.getLogger(ShapeRegistry.class);

  /** Is in no name. */
  private static final String SEPARATOR = "\u0001";

  private static final String REGISTER =
      """
      select plimsoll.register_shapes(jsonb_agg(jsonb_build_object(
        'relation', relation, 'columns', to_jsonb(string_to_array(columns, E'\\x01')))))
      from unnest(?::text[], ?::text[]) as wanted (relation, columns)\
      """;

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
        PreparedStatement statement = reader.prepareStatement(REGISTER)) {
      writable.execute("set transaction read write; set local lock_timeout = '2s'");
      statement.setArray(1, texts(reader, missing.stream().map(TagShape::table)));
      statement.setArray(
          2, texts(reader, missing.stream().map(s -> String.join(SEPARATOR, s.columns()))));
      statement.execute();
      reader.commit();
    } catch (SQLException e) {
      reader.rollback();
      throw e;
    } finally {
      reader.setAutoCommit(true);
    }
  }

  private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
    return connection.createArrayOf("text", texts.toArray());
  }
}
