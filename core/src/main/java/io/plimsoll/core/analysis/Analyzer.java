package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import io.plimsoll.core.analysis.tree.NodeReader;
import io.plimsoll.core.analysis.tree.TreeException;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Works out what answers depend on. Postgres itself parses each query, as the body of a temporary
 * function in a transaction that is rolled back: so names, types, operators and views are those
 * that the query will run with, and parameters are what they are there. For one connection, one
 * thread.
 */
public final class Analyzer {
  private static final String FUNCTION = "pg_temp.plimsoll_analysis";
  private static final String BODY =
      "select prosqlbody::text from pg_proc where oid = 'pg_temp.plimsoll_analysis'::regproc";

  /** query_canceled, by statement_timeout; lock_not_available. The other queries go on. */
  private static final Set<String> WAITED_TOO_LONG = Set.of("57014", "55P03");

  /** Classes of SQLSTATE that speak of the query; others speak of the moment or the server. */
  private static final Set<String> OF_THE_QUERY = Set.of("0A", "21", "22", "42", "54");

  private final Connection connection;
  private final PostgresSchema schema;

  private Analyzer(Connection connection, String publication) throws SQLException {
    this.connection = connection;
    this.schema = new PostgresSchema(connection, publication);
  }

  /**
   * Analyses queries.
   *
   * @param connection as the role that will run them, in no transaction; it needs TEMPORARY on the
   *     database
   * @param publication that feeds the change stream
   * @return an analysis for each query, by name
   * @throws SQLException the database is away, or the role may not do this: nothing is known then
   */
  public static Map<String, Analysis> analyze(
      Connection connection, String publication, List<QueryDef> queries) throws SQLException {
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      execute(connection, "set transaction read write");
      // Whether the role may make such a function is no question of a query's SQL.
      execute(connection, "create function " + FUNCTION + "() returns int return 1");
      execute(connection, "drop function " + FUNCTION + "()");
      Analyzer analyzer = new Analyzer(connection, publication);
      Map<String, Analysis> analyses = new LinkedHashMap<>();
      for (QueryDef query : queries) {
        analyses.put(query.name(), analyzer.analyze(query));
      }
      return analyses;
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  private Analysis analyze(QueryDef query) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      String tree = parse(query);
      return analyze(query, NodeReader.query(tree));
    } catch (SQLException e) {
      if (WAITED_TOO_LONG.contains(String.valueOf(e.getSQLState()))) {
        return Analysis.unknown(
            new Finding(
                "locked",
                "it could not be analysed in time: somebody changes one of its tables",
                "nothing: it is analysed again when the change is there",
                Optional.empty()));
      }
      if (!OF_THE_QUERY.contains(String.valueOf(e.getSQLState()).substring(0, 2))) {
        throw e;
      }
      return Analysis.refused(reason(query, e));
    } catch (TreeException | SchemaException e) {
      return Analysis.unknown(
          new Finding(
              "unknown",
              "the tree that Postgres made of it is not understood: " + e.getMessage(),
              "leave it: the query is served, and not kept",
              Optional.empty()));
    } finally {
      connection.rollback(before);
    }
  }

  private String parse(QueryDef query) throws SQLException {
    execute(connection, head(query) + query.sql().numbered() + "; end");
    try (PreparedStatement statement = connection.prepareStatement(BODY);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }

  private static String head(QueryDef query) {
    Map<String, String> types = types(query);
    return query.sql().parameters().stream()
        .map(types::get)
        .collect(
            Collectors.joining(
                ", ",
                "create function " + FUNCTION + "(",
                ") returns setof record language sql begin atomic\n"));
  }

  private static Map<String, String> types(QueryDef query) {
    return query.params().stream().collect(Collectors.toMap(Param::name, p -> p.type().sqlName()));
  }

  private Analysis analyze(QueryDef query, Node tree) {
    ScopeBuilder builder = new ScopeBuilder(schema);
    Scope outermost = builder.build(tree, null);
    if (!builder.unreadable().isEmpty()) {
      return Analysis.refused(unreadable(query, builder.unreadable().first()));
    }
    Set<String> nullable =
        query.params().stream()
            .filter(Param::nullable)
            .map(Param::name)
            .collect(Collectors.toSet());
    new PinFinder(new Equalities(schema, query.sql().parameters(), nullable)).find(outermost);
    Map<String, String> types = types(query);
    Captures captures = new Captures(name -> Objects.requireNonNull(types.get(name), name));
    List<TagPlan.Rows> rows = new Anchors(builder.places(), captures).rows();
    TagPlan plan = captures.plan(builder.relations(), rows);
    List<Finding> findings =
        new Hazards(schema, query.sql().source()).of(builder.scopes(), builder.places());
    Map<String, Relation> known = schema.seen();
    return new Analysis(
        plan,
        findings,
        builder.relations().stream()
            .flatMap(name -> Optional.ofNullable(known.get(name)).stream())
            .toList(),
        List.of());
  }

  /** What Postgres says, and where in the SQL: its position is that of the function's text. */
  private static Finding reason(QueryDef query, SQLException e) {
    // Of the exception's own text a pool may have hidden the position, with what could quote rows.
    Optional<ServerErrorMessage> told =
        e instanceof PSQLException postgres
            ? Optional.ofNullable(postgres.getServerErrorMessage())
            : Optional.empty();
    String message = told.map(ServerErrorMessage::getMessage).orElseGet(e::getMessage);
    return new Finding(
        "refused",
        "Postgres refuses it: " + String.valueOf(message).lines().findFirst().orElse(""),
        "mend the SQL",
        told.map(ServerErrorMessage::getPosition).filter(p -> p > 0).map(p -> place(query, p)));
  }

  /**
   * @param position in the text of the function, in characters of Unicode from 1
   */
  private static Finding.Place place(QueryDef query, int position) {
    String numbered = query.sql().numbered();
    int characters = Math.max(0, position - 1 - head(query).length());
    int index =
        characters > numbered.codePointCount(0, numbered.length())
            ? numbered.length()
            : numbered.offsetByCodePoints(0, characters);
    return Finding.Place.of(query.sql().source(), query.sql().sourceIndex(index));
  }

  private static Finding unreadable(QueryDef query, String relation) {
    return new Finding(
        "refused",
        "this role may not read " + relation,
        "grant select on it to the reader, or run the origin setup with it",
        new SqlText(query.sql().source()).word(relation.substring(relation.indexOf('.') + 1)));
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }
}
