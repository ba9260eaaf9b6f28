package io.plimsoll.api.write;

import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tags that a write is seen to change, from its SQL, the row it returned and its parameters:
 * any row of each table that it writes, and the row's keys as far as their columns are told. They
 * only ever end answers, so a column that is called like another one's does no harm; what is not
 * seen here (old keys, further rows, what triggers and foreign keys do) the stream brings.
 */
public final class WrittenTags {
  private WrittenTags() {}

  /**
   * Those of one write that was done.
   *
   * @param row what it returned, JSON
   * @param values canonical text of its parameters
   * @param shapes of the keyed tags that answers have
   */
  public static Set<Tag> of(
      WriteDef write,
      Optional<byte[]> row,
      Map<String, List<String>> values,
      Collection<TagShape> shapes) {
    JsonObject columns =
        row.map(json -> new JsonObject(Buffer.buffer(json))).orElseGet(JsonObject::new);
    Set<Tag> tags = new LinkedHashSet<>();
    for (String table : write.sql().written()) {
      tags.add(new Tag.AnyRow(table));
      for (TagShape shape : shapes) {
        if (shape.table().equals(table)) {
          keyed(shape, columns, values).ifPresent(tags::add);
        }
      }
    }
    return tags;
  }

  private static Optional<Tag> keyed(
      TagShape shape, JsonObject columns, Map<String, List<String>> values) {
    SortedMap<String, String> key = new TreeMap<>();
    for (String column : shape.columns()) {
      Optional<String> text =
          columns.containsKey(column)
              ? text(columns.getValue(column))
              : Optional.ofNullable(values.get(column))
                  .filter(given -> given.size() == 1)
                  .map(List::getFirst);
      text.ifPresent(t -> key.put(column, t));
    }
    return key.size() == shape.columns().size()
        ? Optional.of(new Tag.Keyed(shape.table(), key))
        : Optional.empty();
  }

  /** Of the types that keyed tags are made of, JSON's text is the canonical one. */
  public static Optional<String> text(@Nullable Object value) {
    return switch (value) {
      case String text -> Optional.of(text);
      case Integer number -> Optional.of(number.toString());
      case Long number -> Optional.of(number.toString());
      case Boolean flag -> Optional.of(flag.toString());
      case null, default -> Optional.empty();
    };
  }
}
