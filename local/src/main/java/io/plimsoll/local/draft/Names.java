package io.plimsoll.local.draft;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes names that the catalog takes out of names that Postgres takes. For one draft. */
final class Names {
  /** A digit or two may follow: a name has 63 at most. */
  private static final int LONGEST = 58;

  private final List<String> schemas;
  private final Map<String, String> segments = new HashMap<>();
  private final Set<String> usedSegments = new HashSet<>();
  private final Set<String> usedQueries = new HashSet<>();

  /**
   * @param schemas the first one's tables have no schema in their paths
   */
  Names(List<String> schemas) {
    this.schemas = List.copyOf(schemas);
  }

  /** A table's part of a path, each table its own: {@code order-items}, {@code sales.orders}. */
  String segment(String schema, String table) {
    String full = schema + "." + table;
    String known = segments.get(full);
    if (known == null) {
      boolean first = schemas.getFirst().equals(schema);
      String wanted = (first ? "" : word(schema, "schema") + ".") + word(table, "table");
      known = unique(wanted, usedSegments, "-");
      segments.put(full, known);
    }
    return known;
  }

  /** A query's name. */
  String query(String segment, List<Column> by) {
    String wanted = segment.replace('.', '-') + "-by-" + columns(by);
    String legal = Character.isLetter(wanted.charAt(0)) ? wanted : "t-" + wanted;
    return unique(cut(legal), usedQueries, "-");
  }

  /** {@code tenant-id-and-number}. */
  static String columns(List<Column> some) {
    return some.stream()
        .map(column -> word(column.name(), "column"))
        .collect(Collectors.joining("-and-"));
  }

  /** A parameter's name that none of the used ones has, which it joins. */
  static String parameter(String column, Set<String> used) {
    String word = word(column, "p").replace('-', '_');
    String legal = Character.isLetter(word.charAt(0)) ? word : "p_" + word;
    return unique(cut(legal), used, "_");
  }

  private static String cut(String name) {
    return name.length() <= LONGEST ? name : name.substring(0, LONGEST).replaceAll("[-_]+$", "");
  }

  /** Lower case letters and digits of ASCII, and hyphens between. */
  private static String word(String name, String nothing) {
    String spaced = name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    String word = spaced.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return word.isEmpty() ? nothing : word;
  }

  private static String unique(String wanted, Collection<String> used, String separator) {
    String name = wanted;
    for (int i = 2; used.contains(name); i++) {
      name = wanted + separator + i;
    }
    used.add(name);
    return name;
  }
}
