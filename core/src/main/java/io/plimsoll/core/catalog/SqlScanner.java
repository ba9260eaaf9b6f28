package io.plimsoll.core.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Cuts SQL text into what is passed on as it is and {@code :name} parameters, by PostgreSQL's
 * lexical rules (manual, chapter 4.1): strings, E'' strings, dollar quotes, quoted identifiers and
 * comments, nested ones too, are passed on. For one text, one thread.
 *
 * <p>Inside a subscript a colon is a slice ({@code a[1:n]}) where an operand has just ended, else a
 * parameter. {@code ::} is a cast and {@code :=} a named argument.
 */
final class SqlScanner {
  /** A part of the text, in order. */
  sealed interface Piece {
    record Text(String text) implements Piece {}

    /** A {@code ?} of an operator, such as {@code jsonb ? text}. */
    record QuestionMark() implements Piece {}

    record Name(String name) implements Piece {}
  }

  private static final Pattern ARRAY = Pattern.compile("(?i)\\barray\\s*\\z");

  private final String sql;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<String> literals = new ArrayList<>();
  private int literalEnd;
  private int at;
  private int pending;
  private final Deque<Boolean> subscripts = new ArrayDeque<>();
  private boolean operandEnded;

  private SqlScanner(String sql) {
    this.sql = sql;
  }

  /**
   * The pieces; a closing semicolon is dropped.
   *
   * @throws SqlException an unterminated string or comment, or a second statement
   */
  static List<Piece> scan(String sql) throws SqlException {
    SqlScanner scanner = new SqlScanner(sql);
    scanner.run();
    return scanner.pieces;
  }

  /** Strings of a text that {@link #scan} takes, as written; those that Postgres joins are one. */
  static List<String> literals(String sql) throws SqlException {
    SqlScanner scanner = new SqlScanner(sql);
    scanner.run();
    return List.copyOf(scanner.literals);
  }

  private void run() throws SqlException {
    while (at < sql.length()) {
      step();
    }
    flush(sql.length());
  }

  private void step() throws SqlException {
    char c = sql.charAt(at);
    if (c == '\'') {
      int start = escapes() ? at - 1 : at;
      quoted('\'', escapes(), "string");
      literal(start);
    } else if (c == '"') {
      quoted('"', false, "identifier");
    } else if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      at = end < 0 ? sql.length() : end;
    } else if (sql.startsWith("/*", at)) {
      comment();
    } else if (c == '$' && !(at > 0 && isWord(sql.charAt(at - 1)))) {
      dollar();
    } else if (c == ':') {
      colon();
    } else if (c == '?') {
      emit(new Piece.QuestionMark(), 1);
    } else if (c == ';') {
      semicolon();
    } else {
      plain(c);
    }
  }

  private void plain(char c) {
    if (c == '[') {
      boolean constructor = ARRAY.matcher(sql).region(0, at).find();
      subscripts.push(operandEnded && !constructor);
    } else if (c == ']') {
      subscripts.poll();
    }
    if (!Character.isWhitespace(c)) {
      operandEnded = isWord(c) || "$)]".indexOf(c) >= 0;
    }
    at++;
  }

  /** E'…' knows backslashes; the E must not be the end of a longer word. */
  private boolean escapes() {
    return at > 0
        && (sql.charAt(at - 1) == 'E' || sql.charAt(at - 1) == 'e')
        && (at == 1 || !isWord(sql.charAt(at - 2)));
  }

  private void quoted(char quote, boolean backslashes, String what) throws SqlException {
    int start = at++;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (backslashes && c == '\\') {
        at += 2;
      } else if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        at += 2;
      } else if (c == quote) {
        at++;
        operandEnded = true;
        return;
      } else {
        at++;
      }
    }
    throw SqlException.at(sql, start, "unterminated quoted " + what);
  }

  /** Only white space between two strings makes them one: {@code 'to' 'day'} over two lines. */
  private void literal(int start) {
    String text = sql.substring(start, at);
    boolean joined = !literals.isEmpty() && sql.substring(literalEnd, start).isBlank();
    if (joined) {
      String first = literals.removeLast();
      text = first.substring(0, first.length() - 1) + text.substring(1);
    }
    literals.add(text);
    literalEnd = at;
  }

  private void comment() throws SqlException {
    int start = at;
    int depth = 0;
    do {
      if (sql.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (sql.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
      if (at >= sql.length() && depth > 0) {
        throw SqlException.at(sql, start, "unterminated comment");
      }
    } while (depth > 0);
  }

  private void dollar() throws SqlException {
    int end = at + 1;
    while (end < sql.length() && isWord(sql.charAt(end))) {
      end++;
    }
    boolean tagged =
        end < sql.length() && sql.charAt(end) == '$' && !Character.isDigit(sql.charAt(at + 1));
    if (!tagged) {
      throw SqlException.at(sql, at, "$ parameters are not supported; use :name");
    }
    String tag = sql.substring(at, end + 1);
    int close = sql.indexOf(tag, end + 1);
    if (close < 0) {
      throw SqlException.at(sql, at, "unterminated dollar-quoted string");
    }
    int start = at;
    at = close + tag.length();
    operandEnded = true;
    literal(start);
  }

  private void colon() {
    int next = at + 1;
    boolean slice = operandEnded && Boolean.TRUE.equals(subscripts.peek());
    if (next < sql.length() && sql.charAt(next) == ':') {
      at += 2;
      operandEnded = false;
    } else if (!slice && next < sql.length() && isNameStart(sql.charAt(next))) {
      int end = next;
      while (end < sql.length() && isWord(sql.charAt(end))) {
        end++;
      }
      emit(new Piece.Name(sql.substring(next, end)), end - at);
      operandEnded = true;
    } else {
      at++;
      operandEnded = false;
    }
  }

  private void semicolon() throws SqlException {
    int start = at;
    flush(at);
    int kept = pieces.size();
    at++;
    while (at < sql.length()) {
      if (sql.startsWith("--", at) || sql.startsWith("/*", at)) {
        step();
      } else if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else {
        throw SqlException.at(sql, start, "must be one statement, found text after the semicolon");
      }
    }
    pieces.subList(kept, pieces.size()).clear();
    pending = sql.length();
  }

  private void emit(Piece piece, int length) {
    flush(at);
    pieces.add(piece);
    at += length;
    pending = at;
  }

  private void flush(int end) {
    if (end > pending) {
      pieces.add(new Piece.Text(sql.substring(pending, end)));
    }
    pending = end;
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
