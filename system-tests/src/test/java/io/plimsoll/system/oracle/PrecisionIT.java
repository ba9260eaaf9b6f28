package io.plimsoll.system.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How few answers end that have not changed, on the examples' catalogs and data: the tags from the
 * SQL against tags of whole tables, of the same answers under the same writes. Prints the counts.
 */
final class PrecisionIT {
  private static final long SEED = 4;
  private static final int WRITES = 120;
  private static final int TIMES_FEWER = 20;

  private static OracleServer server;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    server = new OracleServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static List<Mix> examples() {
    return Mix.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void keyedMix_endsFarFewerUnchangedAnswersThanTableTags(Mix mix) throws Exception {
    Origin origin = server.example(mix.example());
    try (Connection operator = origin.operator();
        Connection reader = origin.reader()) {
      Origin.execute(reader, "set statement_timeout = 0");
      List<QueryDef> queries = server.queries(mix.example());
      Map<String, Analysis> analyses = Analyzer.analyze(reader, "plimsoll", queries);
      List<Entry> keyed = entries(queries, analyses, mix.keyed(), reader);
      List<Entry> all = new ArrayList<>(keyed);
      all.addAll(entries(queries, analyses, mix.others(), reader));

      Map<String, Long> counts = Counts.empty();
      Judge judge =
          new Trial(origin, operator, reader, new Counts(counts))
              .judge(all, writes(mix), new Counts(counts));
      assertThat(judge.all(all)).isEmpty();
      Map<String, Long> ofKeyed = judged(judge, keyed);
      Map<String, Long> byTable = judged(judge, keyed.stream().map(Entry::byTable).toList());

      System.out.printf(
          "Precision of %s: %d of %d endings had changed (%.0f %%); keyed reads: %d of %d;"
              + " ended unchanged a write: %.2f, by table tags %.2f%n",
          mix.example(),
          of(counts, "pairs changed and hit"),
          of(counts, "pairs hit"),
          100.0 * of(counts, "pairs changed and hit") / of(counts, "pairs hit"),
          of(ofKeyed, "pairs changed and hit"),
          of(ofKeyed, "pairs hit"),
          (double) unchanged(ofKeyed) / WRITES,
          (double) unchanged(byTable) / WRITES);
      assertThat(of(ofKeyed, "pairs changed")).isEqualTo(of(byTable, "pairs changed"));
      assertThat(of(ofKeyed, "pairs changed and hit")).isPositive();
      assertThat(unchanged(byTable))
          .as("endings of unchanged answers by table tags")
          .isGreaterThanOrEqualTo(TIMES_FEWER * Math.max(1, unchanged(ofKeyed)));
    }
  }

  private static Map<String, Long> judged(Judge judge, List<Entry> entries) {
    Map<String, Long> counts = Counts.empty();
    assertThat(judge.with(new Counts(counts)).all(entries)).isEmpty();
    return counts;
  }

  private static List<RandomTransaction> writes(Mix mix) {
    Random random = new Random(SEED);
    List<RandomTransaction> writes = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      String sql = mix.writes().get(random.nextInt(mix.writes().size()));
      String key = String.valueOf(random.nextInt(Mix.HOT));
      writes.add(new RandomTransaction(List.of(sql.replace("$k", key))));
    }
    return writes;
  }

  private static List<Entry> entries(
      List<QueryDef> queries,
      Map<String, Analysis> analyses,
      List<Mix.Read> reads,
      Connection reader)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    for (Mix.Read read : reads) {
      QueryDef query =
          queries.stream().filter(q -> q.name().equals(read.query())).findFirst().orElseThrow();
      Analysis analysis = Objects.requireNonNull(analyses.get(query.name()));
      assertThat(analysis.findings()).as(query.name()).isEmpty();
      for (Map<String, String> given : rows(reader, read.params())) {
        entries.add(new Entry(query, analysis.plan(), texts(query, given)));
      }
    }
    return entries;
  }

  private static Map<String, Optional<List<String>>> texts(
      QueryDef query, Map<String, String> given) {
    Map<String, Optional<List<String>>> texts = new HashMap<>();
    for (Param param : query.params()) {
      texts.put(
          param.name(),
          Optional.ofNullable(given.get(param.name())).or(param::fallback).map(List::of));
    }
    return texts;
  }

  private static List<Map<String, String>> rows(Connection reader, String sql) throws SQLException {
    try (Statement statement = reader.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<Map<String, String>> rows = new ArrayList<>();
      while (row.next()) {
        Map<String, String> one = new HashMap<>();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          one.put(row.getMetaData().getColumnLabel(i), row.getString(i));
        }
        rows.add(one);
      }
      return rows;
    }
  }

  private static long unchanged(Map<String, Long> counts) {
    return of(counts, "pairs hit") - of(counts, "pairs changed and hit");
  }

  private static long of(Map<String, Long> counts, String what) {
    return Objects.requireNonNullElse(counts.get(what), 0L);
  }
}
