package io.plimsoll.api.origin;

import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a catalog against the schema it will run on. Blocks; holds no state. */
public final class CatalogCheck {
  private CatalogCheck() {}

  /**
   * What was found.
   *
   * @param schemaVersion that it holds for
   * @param problems statements that cannot run and tags that cannot be, a line each
   * @param uncacheable queries that are served but never stored, with the reason
   */
  public record Result(
      String schemaVersion, List<String> problems, Map<String, String> uncacheable) {}

  /**
   * Runs the check.
   *
   * @param publication that feeds the change stream
   * @param writer empty when the service does not write; writes are not checked then
   * @throws SQLException when the database is away: nothing is known then
   */
  public static Result run(
      Catalog catalog, String publication, Connection reader, Optional<Connection> writer)
      throws SQLException {
    String version = schemaVersion(reader); // first: what changes later makes it outdated
    List<String> problems = new ArrayList<>();
    Map<String, String> uncacheable = new LinkedHashMap<>();
    for (QueryDef query : catalog.queries()) {
      String where = "queries." + query.name();
      if (prepares(reader, PostgresOrigin.wrap(query), where, problems)) {
        problems.addAll(TagCheck.problems(reader, where, query));
        Cacheability.obstacle(reader, publication, query)
            .ifPresent(reason -> uncacheable.put(query.name(), reason));
      } else {
        uncacheable.put(query.name(), "Postgres refuses it");
      }
    }
    if (writer.isPresent()) {
      for (WriteDef write : catalog.writes()) {
        String sql = WriteSql.returningJson(write.sql().jdbc());
        prepares(writer.get(), sql, "writes." + write.name(), problems);
      }
    }
    return new Result(version, List.copyOf(problems), Map.copyOf(uncacheable));
  }

  private static String schemaVersion(Connection reader) throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement("select " + SchemaVersion.SQL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return String.valueOf(row.getString(1));
    }
  }

  private static boolean prepares(
      Connection connection, String sql, String where, List<String> problems) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.getMetaData();
      return true;
    } catch (SQLException e) {
      if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
        throw e;
      }
      problems.add("%s.sql: Postgres refuses it: %s".formatted(where, firstLine(e)));
      return false;
    }
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
