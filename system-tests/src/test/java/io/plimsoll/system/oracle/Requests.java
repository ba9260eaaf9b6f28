package io.plimsoll.system.oracle;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds requests of a query that have an answer: what is always empty shows little. */
final class Requests {
  private static final Pattern PARAM = Pattern.compile(":(p\\d+)\\b");
  private static final int CANDIDATES = 4;
  private static final int KEPT = 2;

  private final Connection connection;

  Requests(Connection connection) {
    this.connection = connection;
  }

  /**
   * Values of the query's parameters, a few times.
   *
   * @return none for a query that nearly always is empty, or that Postgres cannot run
   */
  List<Map<String, Optional<List<String>>>> of(RandomQuery query, Dice dice) {
    List<Map<String, Optional<List<String>>>> candidates = new ArrayList<>();
    List<String> tests = new ArrayList<>();
    boolean asItIs = dice.percent(12);
    for (int i = query.params().isEmpty() ? 1 : CANDIDATES; i > 0; i--) {
      Map<String, Optional<List<String>>> values = new LinkedHashMap<>();
      query.params().forEach(p -> values.put(p.name(), p.value(dice)));
      candidates.add(values);
      tests.add("exists (select from (" + filled(query, values) + ") q)");
    }
    List<Map<String, Optional<List<String>>>> kept = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      try (ResultSet row = statement.executeQuery("select " + String.join(",\n", tests))) {
        row.next();
        for (int i = 0; i < candidates.size(); i++) {
          if (kept.size() < KEPT && (row.getBoolean(i + 1) || asItIs)) {
            kept.add(candidates.get(i));
          }
        }
      }
    } catch (SQLException e) {
      return List.of(candidates.getFirst());
    }
    return kept;
  }

  private static String filled(RandomQuery query, Map<String, Optional<List<String>>> values) {
    return PARAM
        .matcher(query.sql())
        .replaceAll(
            match -> java.util.regex.Matcher.quoteReplacement(literal(query, values, match)));
  }

  private static String literal(
      RandomQuery query, Map<String, Optional<List<String>>> values, MatchResult match) {
    Params.Given given =
        query.params().stream()
            .filter(p -> p.name().equals(match.group(1)))
            .findFirst()
            .orElseThrow();
    String text =
        values
            .getOrDefault(given.name(), Optional.empty())
            .map(all -> all.stream().map(Kind::quoted).toList())
            .map(all -> given.array() ? "array[" + String.join(", ", all) + "]" : all.getFirst())
            .orElse("null");
    return "(" + text + "::" + given.catalogType() + ")";
  }
}
