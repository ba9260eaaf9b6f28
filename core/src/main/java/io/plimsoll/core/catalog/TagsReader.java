package io.plimsoll.core.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads {@code tags}: for a table, a mapping of columns to parameters, or a list of such. */
final class TagsReader {
  private static final String EXPECTED = "columns and parameters such as { id: :id }";
  private static final Pattern PARAM = Pattern.compile(":[a-z][a-z0-9_]*");

  private final Map<String, Optional<Param>> params;
  private final Optional<SortedSet<String>> tables;

  /**
   * @param tables what the SQL reads, empty when the SQL could not be understood
   */
  TagsReader(Map<String, Optional<Param>> params, Optional<SortedSet<String>> tables) {
    this.params = params;
    this.tables = tables;
  }

  List<KeyedTag> read(YamlMap tags) {
    List<KeyedTag> read = new ArrayList<>();
    tags.entries()
        .forEach((name, entry) -> {
          String table = name.contains(".") ? name : "public." + name;
          tables
              .filter(known -> !known.contains(table))
              .ifPresent(known ->
                  entry.key().problem("the SQL does not read " + table + "; it reads " + known));
          for (YamlValue item : entry.value().items()) {
            item.map(EXPECTED)
                .flatMap(this::columns)
                .ifPresent(columns -> read.add(new KeyedTag(table, columns)));
          }
        });
    return read;
  }

  private Optional<SortedMap<String, String>> columns(YamlMap map) {
    SortedMap<String, String> columns = new TreeMap<>();
    map.entries()
        .forEach((column, entry) ->
            parameter(entry.value()).ifPresent(name -> columns.put(column, name)));
    if (map.entries().isEmpty()) {
      map.self().problem("must have " + EXPECTED);
    }
    return columns.isEmpty() ? Optional.empty() : Optional.of(columns);
  }

  private Optional<String> parameter(YamlValue value) {
    String expected = "a parameter such as :id";
    Optional<String> text = value.text(expected);
    if (text.isEmpty()) {
      return text;
    }
    String name = text.get().substring(Math.min(1, text.get().length()));
    if (!PARAM.matcher(text.get()).matches()) {
      value.problem("must be " + expected + ", was " + value.shown());
    } else if (!params.containsKey(name)) {
      value.problem(":" + name + " is not declared in params");
    } else if (params.get(name).isPresent()) {
      check(value, params.get(name).orElseThrow());
    }
    return Optional.of(name);
  }

  private static void check(YamlValue value, Param param) {
    if (!param.type().element().hasOneCanonicalForm()) {
      value.problem(
          ":%s is a %s: equal values can have different text, so no tag can hold it"
              .formatted(param.name(), param.type().sqlName()));
    } else if (param.nullable()) {
      value.problem(
          ":%s can be null, and null stands for no key; give it a default or drop the tag"
              .formatted(param.name()));
    }
  }
}
