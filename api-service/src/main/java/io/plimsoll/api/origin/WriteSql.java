package io.plimsoll.api.origin;

import java.util.Locale;
import java.util.Set;

/**
 * Wraps a write so that Postgres builds the JSON of its first row, and tells who it was. A
 * data-modifying WITH must stand at the top level, so the last statement of one that has WITH
 * already becomes one more part of it.
 */
public final class WriteSql {
  private static final Set<String> STATEMENTS =
      Set.of("select", "insert", "update", "delete", "merge", "values");
  private static final String NAME = "plimsoll_write";
  private static final String RESULT =
      """
      )
      select (select row_to_json(w)::text from %s w limit 1),
        pg_current_xact_id()::text,
        (select token from plimsoll.incarnation)\
      """
          .formatted(NAME);

  private WriteSql() {}

  public static String returningJson(String sql) {
    int body =
        sql.stripLeading().toLowerCase(Locale.ROOT).startsWith("with") ? lastStatement(sql) : 0;
    String head = body == 0 ? "with " : sql.substring(0, body).stripTrailing() + ", ";
    return head + NAME + " as (\n" + sql.substring(body) + RESULT;
  }

  /** Where, outside of parentheses, strings and comments, the first statement's keyword begins. */
  private static int lastStatement(String sql) {
    int depth = 0;
    int i = 0;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      int end = opaque(sql, i);
      if (end > i) {
        i = end;
      } else if (Character.isLetter(c)) {
        int start = i;
        while (i < sql.length() && Character.isJavaIdentifierPart(sql.charAt(i))) {
          i++;
        }
        if (depth == 0 && STATEMENTS.contains(sql.substring(start, i).toLowerCase(Locale.ROOT))) {
          return start;
        }
      } else {
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        i++;
      }
    }
    throw new IllegalArgumentException("WITH has no statement behind its parts: " + sql);
  }

  /** The end of a string, quoted name, dollar-quoted text or comment that begins at {@code i}. */
  private static int opaque(String sql, int i) {
    return switch (sql.charAt(i)) {
      case '\'', '"' -> after(sql, sql.indexOf(sql.charAt(i), i + 1), 1);
      case '-' -> sql.startsWith("--", i) ? after(sql, sql.indexOf('\n', i), 1) : i;
      case '/' -> sql.startsWith("/*", i) ? after(sql, sql.indexOf("*/", i), 2) : i;
      case '$' -> {
        int tagEnd = sql.indexOf('$', i + 1);
        String tag = tagEnd < 0 ? "" : sql.substring(i, tagEnd + 1);
        yield tag.isEmpty() ? i : after(sql, sql.indexOf(tag, tagEnd + 1), tag.length());
      }
      default -> i;
    };
  }

  private static int after(String sql, int found, int length) {
    return found < 0 ? sql.length() : found + length;
  }
}
