package io.plimsoll.system.staleness;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of {@code test_decoding}, as far as the judge needs it. */
sealed interface Change {
  record Begin(long xid) implements Change {}

  record End() implements Change {}

  record Journal(long version) implements Change {}

  record Box(long id, long version) implements Change {}

  record Item(long id, long box, long version) implements Change {}

  record BoxGone(long id) implements Change {}

  record ItemGone(long id) implements Change {}

  /** All items at once. */
  record ItemsTruncated() implements Change {}

  Pattern LINE =
      Pattern.compile("table public\\.(box|item|journal): (INSERT|UPDATE|DELETE|TRUNCATE): (.*)");

  /** Empty for other tables. */
  static Optional<Change> parse(String line) {
    if (line.startsWith("BEGIN")) {
      return Optional.of(new Begin(Long.parseLong(line.substring("BEGIN ".length()))));
    }
    if (line.startsWith("COMMIT")) {
      return Optional.of(new End());
    }
    Matcher change = LINE.matcher(line);
    return change.matches()
        ? change(change.group(1), change.group(2), change.group(3))
        : Optional.empty();
  }

  private static Optional<Change> change(String table, String op, String columns) {
    int at = columns.indexOf("new-tuple: ");
    String row = at < 0 ? columns : columns.substring(at);
    if (op.equals("TRUNCATE")) {
      return Optional.of(new ItemsTruncated()); // the only table that is truncated
    }
    boolean gone = op.equals("DELETE");
    return switch (table) {
      case "journal" -> Optional.of(new Journal(number(row, "version")));
      case "box" ->
          Optional.of(
              gone
                  ? new BoxGone(number(row, "id"))
                  : new Box(number(row, "id"), number(row, "version")));
      default ->
          Optional.of(
              gone
                  ? new ItemGone(number(row, "id"))
                  : new Item(number(row, "id"), number(row, "box"), number(row, "version")));
    };
  }

  private static long number(String row, String column) {
    Matcher value = Pattern.compile("\\b" + column + "\\[bigint\\]:(-?\\d+)").matcher(row);
    if (!value.find()) {
      throw new IllegalStateException("test_decoding told no " + column + ": " + row);
    }
    return Long.parseLong(value.group(1));
  }
}
