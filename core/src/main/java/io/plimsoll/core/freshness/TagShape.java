package io.plimsoll.core.freshness;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The table and columns of a kind of keyed tag, such as {@code public.articles{author_id}}: what
 * the capture must hash out of every change of that table.
 */
public record TagShape(String table, List<String> columns) implements Comparable<TagShape> {
  public TagShape {
    columns = columns.stream().sorted().distinct().toList();
  }

  /** Equal for equal sets: the part of {@link TagHash#version} that tells of tables and columns. */
  static String version(Collection<TagShape> shapes) {
    SortedSet<String> names = new TreeSet<>();
    shapes.forEach(shape -> names.add(shape.toString()));
    long hash = 0xcbf29ce484222325L; // FNV-1a, 64 bits
    for (byte b : String.join("\n", names).getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return Hex.of(hash);
  }

  @Override
  public int compareTo(TagShape other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return table + "{" + String.join(",", columns) + "}";
  }
}
