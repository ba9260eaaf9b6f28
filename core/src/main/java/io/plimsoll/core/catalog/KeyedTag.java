package io.plimsoll.core.catalog;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A keyed tag as the catalog states it. With an array parameter it stands for a tag of each
 * element.
 *
 * @param table {@code schema.name}
 * @param columns column to the name of the parameter that holds its value
 */
public record KeyedTag(String table, SortedMap<String, String> columns) {
  /** Most tags of one answer that a stated one stands for. */
  static final int MAX_TAGS = 200;

  public KeyedTag {
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
  }

  public TagShape shape() {
    return new TagShape(table, List.copyOf(columns.keySet()));
  }

  /**
   * One tag for each distinct combination of the columns' values, none when an array has no
   * elements. Plain loops: this is in the way of every request.
   *
   * @param values canonical text of each parameter's value, or of each element; absent is null
   * @return empty when a value is null or there would be more than {@value #MAX_TAGS}: any row of
   *     the table may matter then
   */
  Optional<List<Tag>> tags(Map<String, List<String>> values) {
    List<SortedMap<String, String>> rows = List.of(new TreeMap<>());
    for (Map.Entry<String, String> column : columns.entrySet()) {
      List<String> texts = values.get(column.getValue());
      if (texts == null) {
        return Optional.empty();
      }
      Set<String> distinct = new LinkedHashSet<>(texts);
      if (rows.size() * distinct.size() > MAX_TAGS) {
        return Optional.empty();
      }
      rows = times(rows, column.getKey(), distinct);
    }
    List<Tag> tags = new ArrayList<>(rows.size());
    for (SortedMap<String, String> row : rows) {
      tags.add(new Tag.Keyed(table, row));
    }
    return Optional.of(tags);
  }

  private static List<SortedMap<String, String>> times(
      List<SortedMap<String, String>> rows, String column, Set<String> texts) {
    List<SortedMap<String, String>> more = new ArrayList<>();
    for (SortedMap<String, String> row : rows) {
      for (String text : texts) {
        SortedMap<String, String> one = new TreeMap<>(row);
        one.put(column, text);
        more.add(one);
      }
    }
    return more;
  }
}
