package io.plimsoll.core.freshness;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What an entry depends on. {@link #table} is {@code schema.name} as in the Postgres catalog. */
public sealed interface Tag {
  String table();

  /** The rows of a table whose columns have these values: {@code public.articles{id=42}}. */
  record Keyed(String table, SortedMap<String, String> columns) implements Tag {
    private static final Pattern TO_ESCAPE = Pattern.compile("[\\\\,={}]");

    public Keyed {
      if (columns.isEmpty()) {
        throw new IllegalArgumentException("a keyed tag of " + table + " needs a column");
      }
      columns = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(columns));
    }

    public Keyed(String table, Map<String, String> columns) {
      this(table, new TreeMap<>(columns));
    }

    /** Columns in name order; values with {@code \}, {@code ,}, {@code =} and braces escaped. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(table).append('{');
      columns.forEach((column, value) -> {
        text.append(text.charAt(text.length() - 1) == '{' ? "" : ",");
        text.append(column).append('=').append(TO_ESCAPE.matcher(value).replaceAll("\\\\$0"));
      });
      return text.append('}').toString();
    }
  }

  /** Any row of a table: {@code public.articles*}. */
  record AnyRow(String table) implements Tag {
    @Override
    public String toString() {
      return table + "*";
    }
  }

  /**
   * The whole table at once: {@code public.articles!}. TRUNCATE, DDL, a change whose old key is not
   * known. Every entry carries it for each table it reads.
   */
  record WholeTable(String table) implements Tag {
    @Override
    public String toString() {
      return table + "!";
    }
  }

  /**
   * A change of a row whose values of these columns, before or after, are not known: {@code
   * public.articles{author_id}!}. Every entry with a keyed tag of these columns carries it.
   *
   * @param columns in name order
   */
  record UnknownKey(String table, List<String> columns) implements Tag {
    public UnknownKey {
      columns = columns.stream().sorted().toList();
    }

    @Override
    public String toString() {
      return table + "{" + String.join(",", columns) + "}!";
    }
  }
}
