package io.plimsoll.system.analysis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Finding;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.Problem;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.system.pgbench.DebianPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries written by hand, each with the expected tags or reason, in the {@code .sql} files beside
 * {@code keys.sql}: on PostgreSQL 17 and on 15, whose trees have other labels.
 */
final class AnalyzedQueriesIT {
  private static final List<String> FILES =
      List.of(
          "keys.sql",
          "types.sql",
          "joins.sql",
          "subqueries.sql",
          "shapes.sql",
          "relations.sql",
          "uncacheable.sql",
          "refused.sql");
  private static final String CATALOG = "catalog: ";
  private static final int MANY = 500;

  private static final Watchdog watchdog = Watchdog.start();
  private static EmbeddedPostgres embedded;
  private static DebianPostgres debian;
  private static final Map<String, AnalyzedDatabase> databases = new LinkedHashMap<>();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    embedded =
        new EmbeddedPostgres(
            new Binaries(Layout.find().binaries()),
            Files.createDirectory(folder.resolve("17")),
            new Ports().next(),
            "secret",
            Map.of(),
            watchdog);
    embedded.start();
    try (Connection operator = embedded.connect("postgres")) {
      databases.put(
          "PostgreSQL 17",
          AnalyzedDatabase.make(
              operator,
              (user, password) ->
                  DriverManager.getConnection(embedded.jdbcUrl("postgres"), user, password)));
    }
    debian = DebianPostgres.start(Files.createDirectory(folder.resolve("15")), watchdog);
    try (Connection operator = debian.connect()) {
      databases.put("PostgreSQL 15", AnalyzedDatabase.make(operator, debian::connect));
    }
  }

  @AfterAll
  static void stop() throws SQLException {
    for (AnalyzedDatabase database : databases.values()) {
      database.close();
    }
    debian.close();
    embedded.close();
    watchdog.close();
  }

  @TestFactory
  Stream<DynamicNode> query_isTaggedOrRefused_asWritten() {
    return databases.entrySet().stream()
        .map(database ->
            DynamicContainer.dynamicContainer(
                database.getKey(),
                FILES.stream()
                    .map(file ->
                        DynamicContainer.dynamicContainer(
                            file, tests(database.getValue(), Case.read(file))))));
  }

  private static Stream<DynamicTest> tests(AnalyzedDatabase database, List<Case> cases) {
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> check(database, one)));
  }

  private static void check(AnalyzedDatabase database, Case one) throws SQLException {
    List<String> expected = one.expected();
    if (expected.getFirst().startsWith(CATALOG)) {
      refusedByTheCatalog(one, expected.getFirst().substring(CATALOG.length()));
      return;
    }
    QueryDef query = one.query("q");
    Analysis analysis = requireNonNull(database.analyze(List.of(query)).get("q"));
    List<String> told = Told.lines(query, analysis);
    assertThat(told)
        .as("%s%nexpected:%n  %s%ntold:%n  %s", one.sql(), lines(expected), lines(told))
        .allMatch(line -> expected.stream().anyMatch(e -> Told.matches(e, line)));
    assertThat(expected)
        .as("%s%nexpected:%n  %s%ntold:%n  %s", one.sql(), lines(expected), lines(told))
        .allMatch(e -> told.stream().anyMatch(line -> Told.matches(e, line)));
    isExplained(analysis);
    if (analysis.refused().isEmpty() && analysis.findings().isEmpty()) {
      database.execute(query, analysis.plan());
    }
  }

  private static String lines(List<String> lines) {
    return String.join("\n  ", lines);
  }

  private static void isExplained(Analysis analysis) {
    assertThat(analysis.plan().rows()).noneMatch(rows -> rows.why().isBlank());
    List<Finding> all = new ArrayList<>(analysis.findings());
    all.addAll(analysis.refused());
    assertThat(all).noneMatch(f -> f.what().isBlank() || f.remedy().isBlank());
  }

  private static void refusedByTheCatalog(Case one, String message) {
    try {
      fail("%s was taken", one.query("q"));
    } catch (CatalogException e) {
      assertThat(e.problems()).extracting(Problem::message).anyMatch(m -> m.contains(message));
      assertThat(e.problems()).allMatch(p -> p.line() > 1 && p.column() > 1);
    }
  }

  @Test
  void catalogOf500Queries_isAnalyzedWithoutAProblem() throws SQLException {
    List<QueryDef> queries = new ArrayList<>();
    List<Case> cases =
        FILES.subList(0, FILES.size() - 1).stream().flatMap(f -> Case.read(f).stream()).toList();
    for (int i = 0; i < MANY; i++) {
      queries.add(cases.get(i % cases.size()).query("q" + i));
    }
    for (Map.Entry<String, AnalyzedDatabase> database : databases.entrySet()) {
      long begun = System.nanoTime();
      Map<String, Analysis> analyses = database.getValue().analyze(queries);
      Duration taken = Duration.ofNanos(System.nanoTime() - begun);
      System.out.printf("%s: %d queries in %d ms%n", database.getKey(), MANY, taken.toMillis());
      assertThat(analyses.values()).hasSize(MANY).allMatch(a -> a.refused().isEmpty());
    }
  }
}
