package io.plimsoll.system.oracle;

import io.plimsoll.cdc.capture.OracleDoor;
import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Analyzer;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.catalog.CatalogException;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Entries of queries, transactions, and whether the entries were told. Not thread-safe. */
final class Trial {
  private static final String PUBLICATION = "plimsoll";
  private static final TagHash HASH = new TagHash("a key of the oracle's own");
  private static final boolean TALKS = Boolean.getBoolean("plimsoll.oracle.talks");
  private static final String CHANGES =
      """
      select lsn::text, data from pg_logical_slot_get_binary_changes(
        (select slot_name from pg_replication_slots where database = current_database()),
        null, null, 'proto_version', '1', 'publication_names', 'plimsoll')\
      """;

  private final Origin origin;
  private final Connection operator;
  private final Connection reader;
  private final Counts counts;

  private interface Taker {
    void take(Lsn lsn, byte[] message);
  }

  Trial(Origin origin, Connection operator, Connection reader, Counts counts) {
    this.origin = origin;
    this.operator = operator;
    this.reader = reader;
    this.counts = counts;
  }

  /** Runs all, on tables that are there. */
  List<Violation> run(List<Asked> asked, List<RandomTransaction> transactions) throws SQLException {
    List<Entry> entries = entries(asked);
    Judge judge = judge(entries, transactions, counts);
    entries.forEach(this::countFailure);
    return judge.all(entries);
  }

  /** Runs the transactions, and keeps what each entry showed and what was told. */
  Judge judge(List<Entry> entries, List<RandomTransaction> transactions, Counts into)
      throws SQLException {
    Set<TagShape> shapes = new TreeSet<>();
    entries.forEach(e -> shapes.addAll(e.plan().shapes()));
    readSlot((lsn, message) -> {});
    PgOutput decoder =
        new PgOutput(
            new OracleDoor(origin.url(), Origin.OPERATOR, origin.password(), shapes, HASH),
            Origin.types(operator));
    List<Evaluation.Shown> shown = shown(entries, transactions);
    readSlot(decoder::read);
    return Judge.of(into, HASH, transactions, shown, decoder.transactions());
  }

  private List<Evaluation.Shown> shown(List<Entry> entries, List<RandomTransaction> transactions)
      throws SQLException {
    List<Evaluation.Shown> shown = new ArrayList<>();
    try (Evaluation evaluation = new Evaluation(reader, entries)) {
      shown.add(evaluation.read());
      for (RandomTransaction transaction : transactions) {
        Origin.execute(operator, transaction.sql());
        shown.add(evaluation.read());
      }
    }
    return shown;
  }

  private List<Entry> entries(List<Asked> asked) throws SQLException {
    Map<String, Asked> byName = new LinkedHashMap<>();
    List<QueryDef> queries = new ArrayList<>();
    for (Asked one : asked) {
      counts.one("queries");
      try {
        String catalog = "queries:\n" + one.query().yaml();
        queries.addAll(CatalogParser.parse("oracle", catalog).queries());
        byName.put(one.query().name(), one);
      } catch (CatalogException e) {
        counts.one("queries not of a catalog");
        tell(e.getMessage() + "\n" + one.query().sql());
      }
    }
    Map<String, Analysis> analyses = Analyzer.analyze(reader, PUBLICATION, queries);
    List<Entry> entries = new ArrayList<>();
    for (QueryDef query : queries) {
      Analysis analysis = Objects.requireNonNull(analyses.get(query.name()));
      if (isCacheable(query, analysis)) {
        Objects.requireNonNull(byName.get(query.name()))
            .requests()
            .forEach(values -> entries.add(new Entry(query, analysis.plan(), values)));
      }
    }
    return entries;
  }

  private boolean isCacheable(QueryDef query, Analysis analysis) {
    if (!analysis.refused().isEmpty() || !analysis.findings().isEmpty()) {
      counts.one(analysis.refused().isEmpty() ? "queries uncacheable" : "queries refused");
      tell(analysis.refused() + " " + analysis.findings() + "\n" + query.sql().source());
      return false;
    }
    TagPlan plan = analysis.plan();
    boolean keyed = plan.rows().stream().anyMatch(rows -> !rows.choices().isEmpty());
    counts.one(keyed ? "queries keyed" : "queries of any row");
    if (!plan.captures().isEmpty()) {
      counts.one("queries with captures");
    }
    return true;
  }

  private void countFailure(Entry entry) {
    entry
        .failure()
        .ifPresent(failure -> {
          counts.one("entries that cannot be read");
          tell(failure + "\n" + entry);
        });
  }

  /** What has been committed since the last time. */
  private void readSlot(Taker taker) throws SQLException {
    Origin.execute(
        operator,
        "begin; set local synchronous_commit = on;"
            + " select pg_logical_emit_message(true, 'oracle', ''); commit");
    try (PreparedStatement statement = operator.prepareStatement(CHANGES);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        taker.take(Lsn.parse(row.getString(1)), row.getBytes(2));
      }
    }
  }

  private static void tell(String text) {
    if (TALKS) {
      System.out.println("-- " + text);
    }
  }
}
