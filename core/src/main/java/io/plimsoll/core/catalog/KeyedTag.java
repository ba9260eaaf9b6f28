package io.plimsoll.core.catalog;

import io.plimsoll.core.freshness.TagShape;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A keyed tag as the catalog states it.
 *
 * @param table {@code schema.name}
 * @param columns column to the name of the parameter that holds its value
 */
public record KeyedTag(String table, SortedMap<String, String> columns) {
  public KeyedTag {
    columns = Collections.unmodifiableSortedMap(new TreeMap<>(columns));
  }

  public TagShape shape() {
    return new TagShape(table, List.copyOf(columns.keySet()));
  }
}
