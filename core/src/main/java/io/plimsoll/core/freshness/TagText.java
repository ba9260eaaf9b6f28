package io.plimsoll.core.freshness;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the text of a {@link Tag}, as it writes itself and as a person may type it. */
public final class TagText {
  private static final String DEFAULT_SCHEMA = "public.";

  private TagText() {}

  /**
   * The tag of a text such as {@code articles{id=42}}, {@code articles*}, {@code articles!} or
   * {@code articles{category}!}; a table without a schema is one of {@code public}.
   *
   * @return empty when it is none of these
   */
  public static Optional<Tag> parse(String text) {
    int brace = text.indexOf('{');
    if (brace < 0) {
      return ofTable(text);
    }
    if (brace == 0) {
      return Optional.empty();
    }
    String table = qualified(text.substring(0, brace));
    if (text.endsWith("}!")) {
      return Optional.of(
          new Tag.UnknownKey(table, names(text.substring(brace + 1, text.length() - 2))));
    }
    return text.endsWith("}")
        ? columns(text.substring(brace + 1, text.length() - 1))
            .map(columns -> new Tag.Keyed(table, columns))
        : Optional.empty();
  }

  private static Optional<Tag> ofTable(String text) {
    if (text.length() < 2) {
      return Optional.empty();
    }
    String table = qualified(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case '*' -> Optional.of(new Tag.AnyRow(table));
      case '!' -> Optional.of(new Tag.WholeTable(table));
      default -> Optional.empty();
    };
  }

  private static String qualified(String table) {
    return table.contains(".") ? table : DEFAULT_SCHEMA + table;
  }

  private static List<String> names(String text) {
    return List.of(text.split(",", -1));
  }

  /** Empty where a column has no value or is there twice. */
  private static Optional<SortedMap<String, String>> columns(String text) {
    SortedMap<String, String> columns = new TreeMap<>();
    for (List<String> pair : pairs(text)) {
      if (pair.size() != 2 || columns.put(pair.getFirst(), pair.getLast()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(columns);
  }

  /** Split at commas, each part at {@code =}, where no backslash stands before them. */
  private static List<List<String>> pairs(String text) {
    List<List<String>> pairs = new ArrayList<>();
    List<String> pair = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(text.charAt(++i));
      } else if (c == ',' || c == '=') {
        pair.add(part.toString());
        part.setLength(0);
        if (c == ',') {
          pairs.add(pair);
          pair = new ArrayList<>();
        }
      } else {
        part.append(c);
      }
    }
    pair.add(part.toString());
    pairs.add(pair);
    return pairs;
  }
}
