package io.plimsoll.system.oracle;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries to refute that tags are enough: one random schema, many queries of it, many transactions.
 */
public final class Oracle {
  private static final int QUERIES = 36;
  private static final int TRANSACTIONS = 40;

  /** So many queries are tried at most for one that has an answer. */
  private static final int ATTEMPTS = 3;

  private final Origin origin;

  private interface Teller {
    String tell(Stage stage, Trial trial, RandomSchema schema, List<Asked> asked, Violation found)
        throws SQLException;
  }

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
   * @return violations, each with all that it takes to see it again
   */
  public List<String> run(long seed, Map<String, Long> counts) throws SQLException {
    return run(
        seed,
        new Counts(counts),
        (stage, trial, schema, asked, found) -> found.shown(schema.build()));
  }

  /** The same, and each violation with no more transactions, statements and rows than it takes. */
  List<String> shrunk(long seed) throws SQLException {
    return run(
        seed,
        new Counts(Counts.empty()),
        (stage, trial, schema, asked, found) ->
            new Shrinker(stage, trial).shrink(schema.build(), asked, found));
  }

  private List<String> run(long seed, Counts counts, Teller teller) throws SQLException {
    try (Connection operator = origin.operator();
        Connection reader = origin.reader()) {
      Dice dice = new Dice(seed);
      Stage stage = new Stage(origin, operator);
      RandomSchema schema = stage.random(dice, "o_" + Long.toUnsignedString(seed, 36));
      Trial trial = new Trial(origin, operator, reader, counts);
      List<Asked> asked = asked(dice, schema, new Requests(reader));
      List<String> texts = new ArrayList<>();
      for (Violation found : trial.run(asked, transactions(dice.fork(-1), schema))) {
        texts.add("seed " + seed + "\n" + teller.tell(stage, trial, schema, asked, found));
      }
      stage.drop(schema.name());
      counts.one("schemas");
      return texts;
    }
  }

  /** What is found on tables that are not random. */
  List<Violation> run(
      Build build,
      List<Asked> asked,
      List<RandomTransaction> transactions,
      Map<String, Long> counts)
      throws SQLException {
    try (Connection operator = origin.operator();
        Connection reader = origin.reader()) {
      Stage stage = new Stage(origin, operator);
      stage.make(build);
      List<Violation> found =
          new Trial(origin, operator, reader, new Counts(counts)).run(asked, transactions);
      stage.drop(build.name());
      return found;
    }
  }

  private static List<Asked> asked(Dice dice, RandomSchema schema, Requests requests) {
    List<Asked> asked = new ArrayList<>();
    for (int i = 0; i < ATTEMPTS * QUERIES && asked.size() < QUERIES; i++) {
      Dice own = dice.fork(i);
      RandomQuery query = RandomQuery.of(own, schema, "q" + i);
      List<Map<String, Optional<List<String>>>> found = requests.of(query, own);
      if (!found.isEmpty()) {
        asked.add(new Asked(query, found));
      }
    }
    return asked;
  }

  /** The last one replaces a view. */
  private static List<RandomTransaction> transactions(Dice dice, RandomSchema schema) {
    List<RandomTransaction> all =
        new ArrayList<>(dice.times(TRANSACTIONS, () -> RandomTransaction.of(dice, schema)));
    if (!schema.views().isEmpty()) {
      all.add(new RandomTransaction(List.of(schema.shortened(dice.of(schema.views())))));
    }
    return all;
  }
}
