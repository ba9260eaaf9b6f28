package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The keyed tags of a changed row: for each shape of its table the row's values before and after
 * the change, hashed. Where they are not known, the tag says so that every entry with a key of that
 * shape carries. Immutable; thread-safe.
 */
final class RowTags {
  private final Set<TagShape> all;
  private final Map<String, List<TagShape>> shapes;
  private final TagHash hash;
  private final String version;

  RowTags(Collection<TagShape> shapes, TagHash hash) {
    this.all = Set.copyOf(shapes);
    this.shapes = all.stream().sorted().collect(Collectors.groupingBy(TagShape::table));
    this.hash = hash;
    this.version = hash.version(all);
  }

  /** With one more. */
  RowTags with(TagShape shape) {
    Set<TagShape> more = new HashSet<>(all);
    return more.add(shape) ? new RowTags(more, hash) : this;
  }

  /** With one less. */
  RowTags without(TagShape shape) {
    Set<TagShape> fewer = new HashSet<>(all);
    return fewer.remove(shape) ? new RowTags(fewer, hash) : this;
  }

  /** Of the shapes: who fills a cache must know that they have all of its own. */
  String version() {
    return version;
  }

  boolean none(String table) {
    return !shapes.containsKey(table);
  }

  /**
   * Adds the tags of a row.
   *
   * @param table whose shapes: the row's table or an ancestor of it
   * @param identity of the row's table, empty when it is not known for this row
   * @return false when nothing of the row is known: the whole table must be invalidated
   */
  boolean collect(
      String table, Captured.Row row, Optional<TableIdentity> identity, Set<String> tags) {
    if (identity.isEmpty()) {
      return false;
    }
    for (TagShape shape : shapes.getOrDefault(table, List.of())) {
      if (!collect(shape, row, identity.get(), tags)) {
        tags.add(hash.of(new Tag.UnknownKey(shape.table(), shape.columns())));
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
