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
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.stream.TagsDoor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tries to refute that tags are enough: one random schema, many queries of it, many transactions.
 */
public final class Oracle {
  private static final int QUERIES = Integer.getInteger("plimsoll.oracle.queries", 36);
  private static final int ATTEMPTS = 3;
  private static final int TRANSACTIONS = Integer.getInteger("plimsoll.oracle.transactions", 40);
  private static final TagHash HASH = new TagHash("a key of the oracle's own");

  private final Origin origin;

  /**
   * Of a database that the origin's setup has been run in, with one logical slot.
   *
   * @param setup the setup's files
   */
  public Oracle(String url, String password, String readerPassword, Path setup) {
    this.origin = new Origin(url, password, readerPassword, setup);
  }

  /**
   * One schema with all that is done to it.
   *
   * @param counts are added to
   * @return what was found: nothing, or violations
   */
  public List<String> run(long seed, Map<String, Long> counts) throws SQLException {
    try (Connection operator = origin.operator();
        Connection reader = origin.reader()) {
      return new Run(seed, new Counts(counts), operator, reader).run();
    }
  }

  private final class Run {
    private final long seed;
    private final Dice dice;
    private final Counts counts;
    private final Connection operator;
    private final Connection reader;
    private final List<String> found = new ArrayList<>();

    Run(long seed, Counts counts, Connection operator, Connection reader) {
      this.seed = seed;
      this.dice = new Dice(seed);
      this.counts = counts;
      this.operator = operator;
      this.reader = reader;
    }

    List<String> run() throws SQLException {
      String name = "o_" + Long.toUnsignedString(seed, 36);
      RandomSchema schema = Stage.make(origin, operator, dice, name);
      List<Entry> entries = entries(schema);
      Set<TagShape> shapes = new TreeSet<>();
      entries.forEach(e -> shapes.addAll(e.plan().shapes()));
      slot(null);
      OracleDoor capture =
          new OracleDoor(origin.url(), "postgres", origin.password(), shapes, HASH);
      List<RandomTransaction> transactions = new ArrayList<>();
      List<Evaluation.Shown> shown = new ArrayList<>();
      try (Evaluation evaluation = new Evaluation(reader, entries)) {
        shown.add(evaluation.read());
        for (int i = 0; i < TRANSACTIONS; i++) {
          RandomTransaction transaction = RandomTransaction.of(dice, schema);
          transactions.add(transaction);
          Origin.execute(operator, transaction.sql());
          shown.add(evaluation.read());
        }
      }
      countFailures(entries);
      PgOutput decoder = new PgOutput(capture, Origin.types(operator));
      slot(decoder);
      found.addAll(
          new Judge(schema, seed, counts, HASH)
              .judge(entries, shown, transactions, decoder.transactions()));
      Origin.execute(operator, "drop schema " + name + " cascade");
      counts.one("schemas");
      return found;
    }

    private List<Entry> entries(RandomSchema schema) throws SQLException {
      Map<String, List<Map<String, Optional<String>>>> requests = new LinkedHashMap<>();
      Requests finder = new Requests(reader, dice);
      List<QueryDef> queries = new ArrayList<>();
      for (int i = 0; i < ATTEMPTS * QUERIES && queries.size() < QUERIES; i++) {
        RandomQuery query = RandomQuery.of(dice, schema, "q" + i);
        List<Map<String, Optional<String>>> found = finder.of(query);
        if (found.isEmpty()) {
          counts.one("queries left out, as they are empty");
          continue;
        }
        counts.one("queries generated");
        try {
          queries.add(
              CatalogParser.parse("seed " + seed, "queries:\n" + query.yaml())
                  .queries()
                  .getFirst());
          requests.put(query.name(), found);
        } catch (CatalogException e) {
          counts.one("queries not of a catalog");
          debug(e.getMessage() + "\n" + query.sql());
        }
      }
      Map<String, Analysis> analyses = Analyzer.analyze(reader, "plimsoll", queries);
      List<Entry> entries = new ArrayList<>();
      for (QueryDef query : queries) {
        Analysis analysis = Objects.requireNonNull(analyses.get(query.name()));
        if (!analysis.refused().isEmpty()) {
          counts.one("queries refused");
          debug(analysis.refused() + "\n" + query.sql().source());
        } else if (!analysis.findings().isEmpty()) {
          counts.one("queries uncacheable");
          debug(analysis.findings() + "\n" + query.sql().source());
        } else {
          count(analysis.plan());
          Objects.requireNonNull(requests.get(query.name()))
              .forEach(values -> entries.add(new Entry(query, analysis.plan(), values)));
        }
      }
      return entries;
    }

    private void count(TagPlan plan) {
      boolean keyed = plan.rows().stream().anyMatch(rows -> !rows.choices().isEmpty());
      counts.one(keyed ? "queries keyed" : "queries of any row");
      if (!plan.captures().isEmpty()) {
        counts.one("queries with captures");
      }
    }

    private void countFailures(List<Entry> entries) {
      for (Entry entry : entries) {
        entry
            .failure()
            .ifPresent(failure -> {
              counts.one("entries that cannot be read");
              debug(failure + "\n" + entry + "\n" + entry.plan());
            });
      }
    }

    private void slot(@Nullable PgOutput decoder) throws SQLException {
      Origin.execute(
          operator,
          "begin; set local synchronous_commit = on;"
              + " select pg_logical_emit_message(true, 'oracle', ''); commit");
      try (PreparedStatement statement =
          operator.prepareStatement(
              "select lsn::text, data from pg_logical_slot_get_binary_changes((select slot_name"
                  + " from pg_replication_slots where database = current_database()), null, null,"
                  + " 'proto_version', '1', 'publication_names', 'plimsoll')")) {
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            if (decoder != null) {
              decoder.read(Lsn.parse(row.getString(1)), row.getBytes(2));
            }
          }
        }
      }
    }

    private static void debug(String text) {
      if (Boolean.getBoolean("plimsoll.oracle.debug")) {
        System.out.println("-- " + text);
      }
    }
  }

  /** What a transaction's records end; empty for a gap, which ends everything. */
  static Optional<Set<String>> ended(List<Invalidation> records) {
    Set<String> names = new TreeSet<>();
    for (Invalidation record : records) {
      if (!(record instanceof Invalidation.Transaction transaction)) {
        return Optional.empty();
      }
      names.addAll(TagsDoor.of(transaction));
    }
    return Optional.of(names);
  }
}
