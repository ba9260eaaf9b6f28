package io.plimsoll.core.freshness;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The table and columns of a kind of keyed tag, such as {@code public.articles{author_id}}: what
 * the capture must hash out of every change of that table.
 */
public record TagShape(String table, List<String> columns) implements Comparable<TagShape> {
  public TagShape {
    columns = columns.stream().sorted().distinct().toList();
  }

  @Override
  public int compareTo(TagShape other) {
    return toString().compareTo(other.toString());
  }

  /** Never the same for two shapes: names with {@code \}, {@code ,} and braces are escaped. */
  @Override
  public String toString() {
    return escaped(table)
        + columns.stream().map(TagShape::escaped).collect(Collectors.joining(",", "{", "}"));
  }

  private static String escaped(String name) {
    return name.replaceAll("[\\\\,{}]", "\\\\$0");
  }
}
