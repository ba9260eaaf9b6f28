package io.plimsoll.core.catalog;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Outcome of reading one parameter's text. */
public sealed interface Parsed {
  /**
   * A value of the type.
   *
   * @param value Short, Integer, Long, BigDecimal, Boolean, String, UUID, LocalDate or
   *     OffsetDateTime (UTC)
   * @param canonical its one text form: what is bound to the SQL, hashed into tags and cache keys
   */
  record Valid(Object value, String canonical) implements Parsed {}

  /** An array of values of the type, in order. */
  record Elements(ParamType type, List<Valid> elements) implements Parsed {
    public Elements {
      elements = List.copyOf(elements);
    }

    /** The canonical text of each element. */
    public List<String> canonical() {
      return elements.stream().map(Valid::canonical).toList();
    }

    /** Each value once, in the order of their texts. */
    public Elements asSet() {
      SortedMap<String, Valid> set = new TreeMap<>();
      elements.forEach(element -> set.put(element.canonical(), element));
      return new Elements(type, List.copyOf(set.values()));
    }
  }

  /**
   * Not a value of the type.
   *
   * @param expected such as {@code a bigint between 1 and 100}
   * @param actual what came, shortened and quoted
   */
  record Invalid(String expected, String actual) implements Parsed {
    /** {@code must be a bigint, was "x"}. */
    public String message() {
      return "must be " + expected + ", was " + actual;
    }
  }

  /** The text quoted, cut to 60 characters, control characters shown as escapes. */
  static String quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints().limit(60).forEach(c -> append(out, c));
    return out.append(text.codePointCount(0, text.length()) > 60 ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder out, int c) {
    if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
      out.append(String.format("\\u%04x", c));
    } else {
      out.appendCodePoint(c);
    }
  }
}
