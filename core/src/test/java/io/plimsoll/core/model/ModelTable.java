package io.plimsoll.core.model;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of {@code docs/model/README.md}: what the model shows, row by row. */
final class ModelTable {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| [^|]+ \\| `(\\w+) = ([^`]+)` \\| `([\\w-]+)` \\| `(\\w+)` \\| (\\d+) \\|$");
  private static final Pattern REACHED =
      Pattern.compile("(?m)^\\| [^|]+ \\| `([\\w-]+)` \\| `(\\w+)` \\| (\\d+) \\|$");

  private ModelTable() {}

  /**
   * A rule and what happens without it.
   *
   * @param constant the rule's switch
   * @param value with which it is off
   * @param states at most so many states, the first one included, has the shortest trace
   */
  record Switch(String constant, String value, String configuration, String property, int states) {}

  /** Something good that the model must be able to reach, told as an invariant that is violated. */
  record Reached(String configuration, String property, int states) {}

  static List<Switch> switches() throws IOException {
    return rows(ROW)
        .map(row ->
            new Switch(
                row.group(1),
                row.group(2),
                row.group(3),
                row.group(4),
                Integer.parseInt(row.group(5))))
        .toList();
  }

  static List<Reached> reached() throws IOException {
    return rows(REACHED)
        .map(row -> new Reached(row.group(1), row.group(2), Integer.parseInt(row.group(3))))
        .toList();
  }

  private static Stream<MatchResult> rows(Pattern row) throws IOException {
    Matcher matcher = row.matcher(Tlc.text("README.md"));
    return matcher.results();
  }

  /** The rules of a module: the constants below the line "Rules". */
  static List<String> rules(String module) throws IOException {
    String text = Tlc.text(module + ".tla");
    int from = text.indexOf("\\* Rules");
    String rules = text.substring(from, text.indexOf("\nVARIABLES", from));
    return Pattern.compile("(?m)^  (\\w+),? +\\\\\\*|^  (\\w+),? *$")
        .matcher(rules)
        .results()
        .map(row -> row.group(1) == null ? row.group(2) : row.group(1))
        .toList();
  }
}
