package io.plimsoll.system.analysis;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.stack.Layout;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Map;

/** The schema of the cases on a server, as the reader sees it. */
final class AnalyzedDatabase implements AutoCloseable {
  static final String READER = "plimsoll_reader";
  static final String PASSWORD = "reader";
  private static final List<String> TABLES =
      List.of(
          "public.teams",
          "public.users",
          "public.categories",
          "public.articles",
          "public.comments",
          "public.tags",
          "public.article_tags",
          "public.votes",
          "public.ratings",
          "public.follows",
          "public.contacts",
          "public.Odd Name",
          "app.items",
          "public.events",
          "public.documents",
          "public.article_counts",
          "public.guarded",
          "public.filtered",
          "public.narrowed",
          "public.parents",
          "public.hidden");

  private final Connection reader;

  /**
   * @param reader closed with this
   */
  private AnalyzedDatabase(Connection reader) {
    this.reader = reader;
  }

  interface Connect {
    Connection as(String user, String password) throws SQLException;
  }

  /**
   * Makes the schema.
   *
   * @param operator a superuser's connection to an empty database
   */
  static AnalyzedDatabase make(Connection operator, Connect connect)
      throws SQLException, OriginSetupException {
    run(operator, Case.text("schema.sql"));
    new OriginSetup().apply(operator, Layout.find().originSql(), TABLES, Map.of(READER, PASSWORD));
    run(operator, Case.text("setup-after.sql"));
    return new AnalyzedDatabase(connect.as(READER, PASSWORD));
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  Map<String, Analysis> analyze(List<QueryDef> queries) throws SQLException {
    return Analyzer.analyze(reader, "plimsoll", queries);
  }

  /** The query itself and what is read with its answers, without values. */
  void execute(QueryDef query, TagPlan plan) throws SQLException {
    execute(query.sql().jdbc(), query.sql().names().size());
    for (TagPlan.Capture capture : plan.captures()) {
      execute(capture.sql(), capture.names().size());
    }
  }

  private void execute(String sql, int parameters) throws SQLException {
    try (PreparedStatement statement = reader.prepareStatement(sql)) {
      for (int i = 1; i <= parameters; i++) {
        statement.setNull(i, Types.NULL);
      }
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    reader.close();
  }
}
