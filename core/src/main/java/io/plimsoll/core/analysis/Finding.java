package io.plimsoll.core.analysis;

import java.util.Optional;

/**
 * Why the answers of a query cannot be kept: a change could alter them unseen.
 *
 * @param code stable, for filters and docs: {@code function-volatile}
 * @param what on which thing, and why it matters
 * @param remedy what to do
 * @param at where in the SQL, when that is known
 */
public record Finding(String code, String what, String remedy, Optional<Place> at) {
  /** A place in the SQL; both counted from 1. */
  public record Place(int line, int column) {
    /** Of a character, counted from 0. */
    static Place of(String text, int index) {
      String before = text.substring(0, Math.min(index, text.length()));
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      return new Place(line, before.length() - before.lastIndexOf('\n'));
    }
  }

  @Override
  public String toString() {
    String where = at.map(p -> " (line %d, column %d)".formatted(p.line(), p.column())).orElse("");
    return what + where + "; " + remedy;
  }
}
