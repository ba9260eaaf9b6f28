package io.plimsoll.core.catalog;

import java.util.Iterator;
import java.util.List;

/** The {@code ?} of a statement that is ready for JDBC. */
public final class Placeholders {
  private Placeholders() {}

  /**
   * Puts an expression in the place of each; an operator's {@code ??} and whatever is quoted or a
   * comment stays.
   *
   * @param jdbc such as {@link SqlTemplate#jdbc}
   * @param expressions one for each placeholder, in order; {@code ?} leaves it
   */
  public static String replace(String jdbc, List<String> expressions) {
    Iterator<String> next = expressions.iterator();
    StringBuilder replaced = new StringBuilder();
    boolean mark = false;
    for (SqlScanner.Piece piece : scan(jdbc)) {
      switch (piece) {
        case SqlScanner.Piece.QuestionMark one -> {
          replaced.append(mark ? "??" : "");
          mark = !mark;
        }
        case SqlScanner.Piece.Text text -> {
          replaced.append(mark ? next.next() : "").append(text.text());
          mark = false;
        }
        case SqlScanner.Piece.Name name -> replaced.append(':').append(name.name());
      }
    }
    return replaced.append(mark ? next.next() : "").toString();
  }

  private static List<SqlScanner.Piece> scan(String jdbc) {
    try {
      return SqlScanner.scan(jdbc);
    } catch (SqlException e) {
      throw new IllegalStateException("it has been scanned before", e);
    }
  }
}
