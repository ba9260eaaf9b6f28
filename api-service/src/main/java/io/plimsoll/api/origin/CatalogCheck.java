package io.plimsoll.api.origin;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.analysis.Finding;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.BatchDef;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.PageDef;
import io.plimsoll.core.catalog.PagedList;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.TagShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks a catalog against the schema it will run on. Blocks; holds no state. */
public final class CatalogCheck {
  private static final Logger log = LoggerFactory.getLogger(CatalogCheck.class);

  private CatalogCheck() {}

  /**
   * What was found.
   *
   * @param schemaVersion that it holds for
   * @param problems statements that cannot run and tags that cannot be, a line each
   * @param standings of each query, by name
   */
  public record Result(
      String schemaVersion, List<String> problems, Map<String, Standing> standings) {
    public Result {
      problems = List.copyOf(problems);
      standings = Map.copyOf(standings);
    }

    /** Of a query of the catalog that was checked. */
    public Standing standing(String query) {
      return standings.getOrDefault(query, Standing.UNKNOWN);
    }

    /** What the capture must hash out of every change. */
    public Set<TagShape> shapes() {
      Set<TagShape> shapes = new TreeSet<>();
      standings.values().forEach(standing -> shapes.addAll(standing.plan().shapes()));
      return shapes;
    }
  }

  /**
   * Runs the check.
   *
   * @param publication that feeds the change stream
   * @param reader in autocommit
   * @param writer empty when the service does not write; writes are not checked then
   * @throws SQLException when the database is away: nothing is known then
   */
  public static Result run(
      Catalog catalog, String publication, Connection reader, Optional<Connection> writer)
      throws SQLException {
    String version = schemaVersion(reader); // first: what changes later makes it outdated
    List<String> problems = new ArrayList<>();
    Map<String, Standing> standings = new LinkedHashMap<>();
    Map<String, Analysis> analyses = Analyzer.analyze(reader, publication, catalog.queries());
    for (QueryDef query : catalog.queries()) {
      Analysis analysis = Objects.requireNonNull(analyses.get(query.name()));
      standings.put(query.name(), standing(reader, query, analysis, problems));
    }
    pages(catalog, publication, reader, standings, problems);
    for (BatchDef batch : catalog.batches()) {
      TagPlan plan = Objects.requireNonNull(standings.get(batch.query().name())).plan();
      String sql = PostgresOrigin.wrapBatch(batch.query(), plan.captures());
      prepares(reader, sql, "queries." + batch.query().name() + ".batch", problems);
    }
    if (writer.isPresent()) {
      for (WriteDef write : catalog.writes()) {
        String sql = WriteSql.returningJson(write.sql().jdbc());
        prepares(writer.get(), sql, "writes." + write.name(), problems);
      }
    }
    return new Result(version, problems, standings);
  }

  /** The other pages are queries of their own; their types follow from the first one. */
  private static void pages(
      Catalog catalog,
      String publication,
      Connection reader,
      Map<String, Standing> standings,
      List<String> problems)
      throws SQLException {
    List<QueryDef> all = new ArrayList<>();
    Set<String> unfit = new LinkedHashSet<>();
    for (PagedList list : catalog.pages()) {
      String name = list.first().name();
      List<ResultColumn> columns = Objects.requireNonNull(standings.get(name)).columns();
      list.sorts().values().stream().map(PageDef::first).distinct().forEach(all::add);
      for (PageDef page : list.orders()) {
        unfit.addAll(PageTypes.problems("queries." + name, page, columns));
        PageTypes.next(page, columns).ifPresent(all::add);
      }
    }
    all.removeIf(query -> standings.containsKey(query.name()));
    problems.addAll(unfit);
    Map<String, Analysis> analyses =
        all.isEmpty() ? Map.of() : Analyzer.analyze(reader, publication, all);
    for (QueryDef next : all) {
      Analysis analysis = Objects.requireNonNull(analyses.get(next.name()));
      standings.put(next.name(), standing(reader, next, analysis, problems));
    }
  }

  private static Standing standing(
      Connection reader, QueryDef query, Analysis analysis, List<String> problems)
      throws SQLException {
    String where = "queries." + query.name();
    for (Finding refusal : analysis.refused()) {
      problems.add(where + ".sql: " + refusal);
    }
    if (!analysis.refused().isEmpty()) {
      return Standing.refused();
    }
    List<String> mismatches = TagCheck.problems(reader, where, query);
    problems.addAll(mismatches);
    TagPlan plan = StatedTags.over(analysis.plan(), query);
    if (!prepares(reader, PostgresOrigin.wrap(query, plan.captures()), where, problems)) {
      return Standing.refused();
    }
    Optional<String> obstacle = analysis.findings().stream().findFirst().map(Finding::toString);
    return new Standing(
        obstacle.isPresent() ? TagPlan.NOTHING : plan,
        obstacle,
        obstacle.isPresent() ? List.of() : StatedTags.unproven(analysis.plan(), query),
        columns(reader, query));
  }

  /** They only describe: a table that is locked meanwhile must not hold up the check. */
  private static List<ResultColumn> columns(Connection reader, QueryDef query) throws SQLException {
    try {
      return ResultColumns.of(reader, query);
    } catch (SQLException e) {
      if (isAway(e)) {
        throw e;
      }
      log.warn("code=columns-unknown query={} is described without its columns", query.name(), e);
      return List.of();
    }
  }

  private static boolean isAway(SQLException e) {
    return e.getSQLState() == null || e.getSQLState().startsWith("08");
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
      if (isAway(e)) {
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
