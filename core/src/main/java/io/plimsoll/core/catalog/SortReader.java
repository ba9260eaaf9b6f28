package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads {@code sort} of a list's pages: the orders that a request may ask for. */
final class SortReader {
  private static final String EXPECTED =
      "columns of the answer such as -created_at or category,-id";
  private static final Pattern SORT =
      Pattern.compile("-?[A-Za-z_][A-Za-z0-9_]{0,62}(,-?[A-Za-z_][A-Za-z0-9_]{0,62})*");

  /** Two statements of each are analysed at the start. */
  static final int MOST = 8;

  private SortReader() {}

  /**
   * The orders by their text.
   *
   * @param key columns that are unique together; they come last in every order
   */
  static Map<String, List<Paging.Sort>> read(YamlValue value, List<Paging.Sort> key) {
    Map<String, List<Paging.Sort>> sorts = new LinkedHashMap<>();
    for (YamlValue item : value.items()) {
      Optional<String> text = item.text(EXPECTED);
      if (text.isPresent() && !SORT.matcher(text.get()).matches()) {
        item.problem("must be " + EXPECTED + ", was " + item.shown());
      } else if (text.isPresent() && sorts.put(text.get(), order(item, text.get(), key)) != null) {
        item.problem("is there twice");
      }
    }
    if (value.items().isEmpty() || value.items().size() > MOST) {
      value.problem("must have 1 to %d orders, has %d".formatted(MOST, value.items().size()));
    }
    return sorts;
  }

  /** The key goes the way of the last column: one comparison of rows then tells what is behind. */
  private static List<Paging.Sort> order(YamlValue item, String text, List<Paging.Sort> key) {
    List<Paging.Sort> by = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      boolean descending = part.startsWith("-");
      by.add(new Paging.Sort(descending ? part.substring(1) : part, descending));
    }
    Set<String> columns = by.stream().map(Paging.Sort::column).collect(Collectors.toSet());
    if (columns.size() < by.size()) {
      item.problem("must have each column once");
    }
    boolean descending = by.getLast().descending();
    key.stream()
        .filter(sort -> !columns.contains(sort.column()))
        .forEach(sort -> by.add(new Paging.Sort(sort.column(), descending)));
    if (by.size() > PageReader.MOST_COLUMNS) {
      item.problem(
          "must have at most %d columns with those of by".formatted(PageReader.MOST_COLUMNS));
    }
    return by;
  }
}
