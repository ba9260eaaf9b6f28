package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keyed tags of a changed row: for each shape of its table the row's values before and after
 * the change, hashed. Pure; thread-safe.
 */
final class RowTags {
  private final Map<String, List<TagShape>> shapes;
  private final TagHash hash;

  RowTags(Collection<TagShape> shapes, TagHash hash) {
    this.shapes = shapes.stream().collect(Collectors.groupingBy(TagShape::table));
    this.hash = hash;
  }

  boolean none(String table) {
    return !shapes.containsKey(table);
  }

  /**
   * Adds the tags of a row.
   *
   * @param table whose shapes: the row's table or an ancestor of it
   * @param identity of the row's table, empty when it is not known for this row
   * @return false when they cannot all be told: the whole table must be invalidated
   */
  boolean collect(
      String table, Captured.Row row, Optional<TableIdentity> identity, Set<String> tags) {
    for (TagShape shape : shapes.getOrDefault(table, List.of())) {
      if (identity.isEmpty() || !collect(shape, row, identity.get(), tags)) {
        return false;
      }
    }
    return true;
  }

  private boolean collect(
      TagShape shape, Captured.Row row, TableIdentity identity, Set<String> tags) {
    if (shape.columns().stream().anyMatch(identity.fuzzy()::contains)) {
      return false;
    }
    return switch (row.operation()) {
      case 'c' -> add(shape, row.after(), tags);
      case 'u' -> old(shape, row, identity, tags) && add(shape, row.after(), tags);
      case 'd' -> row.before().isPresent() && old(shape, row, identity, tags);
      default -> false;
    };
  }

  private boolean old(TagShape shape, Captured.Row row, TableIdentity identity, Set<String> tags) {
    return switch (identity.kind()) {
      case FULL -> add(shape, row.before(), tags);
      case KEY ->
          identity.key().containsAll(shape.columns())
              // An update without an old row left the key as it was.
              && (row.before().isEmpty() || add(shape, row.before(), tags));
      case OTHER -> false;
    };
  }

  private boolean add(TagShape shape, Optional<RowImage> image, Set<String> tags) {
    if (image.isEmpty()) {
      return false;
    }
    Map<String, String> values = new TreeMap<>();
    boolean equalToNothing = false;
    for (String column : shape.columns()) {
      switch (image.get().cell(column)) {
        case Cell.Text(String value) -> values.put(column, value);
        case Cell.Null() -> equalToNothing = true;
        case Cell.Opaque() -> {
          return false;
        }
      }
    }
    if (!equalToNothing) {
      tags.add(hash.of(new Tag.Keyed(shape.table(), values)));
    }
    return true;
  }
}
