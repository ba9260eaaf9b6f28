package io.plimsoll.local.draft;

import io.plimsoll.core.catalog.ParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A query before it is written: rows of one table by values of some of its columns.
 *
 * @param by column to the name of its parameter
 * @param after columns of the page's order to the names of their parameters; empty for one row
 */
record Shape(
    Table table,
    String name,
    String path,
    Map<Column, String> by,
    Map<Column, String> after,
    List<String> comments) {
  private static final int WIDTH = 100;
  private static final Map<ParamType, String> GREATEST =
      Map.of(
          ParamType.SMALLINT, "32767",
          ParamType.INT, "2147483647",
          ParamType.BIGINT, "9223372036854775807");

  Shape {
    by = new LinkedHashMap<>(by);
    after = new LinkedHashMap<>(after);
    comments = List.copyOf(comments);
  }

  /** The parameters' names: the columns', as far as they differ. */
  static Map<Column, String> parameters(List<Column> columns, String prefix, Set<String> used) {
    Map<Column, String> names = new LinkedHashMap<>();
    columns.forEach(column -> names.put(column, Names.parameter(prefix + column.name(), used)));
    return names;
  }

  QueryDraft written(Quoting quoting) {
    Map<String, String> params = new LinkedHashMap<>();
    by.forEach((column, param) -> params.put(param, type(column)));
    if (!after.isEmpty()) {
      after.forEach((column, param) ->
          params.put(
              param,
              "{ type: %s, default: %s }"
                  .formatted(type(column), descends() ? greatest() : "null")));
      params.put("limit", "{ type: int, default: 20, min: 1, max: 100 }");
    }
    return new QueryDraft(name, comments, path, params, sql(quoting), after.isEmpty());
  }

  private static String type(Column column) {
    return column.parameter().orElseThrow().sqlName();
  }

  /** Newest first, where a number that all ids are below can begin the first page. */
  private boolean descends() {
    return after.size() == 1 && GREATEST.containsKey(page().parameter().orElseThrow());
  }

  private String greatest() {
    return String.valueOf(GREATEST.get(page().parameter().orElseThrow()));
  }

  private Column page() {
    return after.keySet().iterator().next();
  }

  private List<String> sql(Quoting quoting) {
    List<String> lines = new ArrayList<>(selected(quoting));
    lines.add("from " + quoting.table(table) + " t");
    List<String> conditions = new ArrayList<>();
    by.forEach((column, param) -> conditions.add(quoting.column(column) + " = :" + param));
    if (!after.isEmpty()) {
      conditions.add(beyond(quoting));
    }
    String where = "where " + String.join(" and ", conditions);
    if (where.length() <= WIDTH) {
      lines.add(where);
    } else {
      lines.add("where " + conditions.getFirst());
      conditions.stream().skip(1).forEach(condition -> lines.add("  and " + condition));
    }
    if (!after.isEmpty()) {
      String order = String.join(", ", after.keySet().stream().map(quoting::column).toList());
      lines.add("order by " + order + (descends() ? " desc" : ""));
      lines.add("limit :limit");
    }
    return lines;
  }

  private String beyond(Quoting quoting) {
    if (descends()) {
      return quoting.column(page()) + " < :" + after.get(page());
    }
    List<String> columns = after.keySet().stream().map(quoting::column).toList();
    List<String> params = after.values().stream().map(param -> ":" + param).toList();
    String absent = String.join(" or ", params.stream().map(param -> param + " is null").toList());
    return after.size() == 1
        ? "(%s or %s > %s)".formatted(absent, columns.getFirst(), params.getFirst())
        : "(%s or (%s) > (%s))"
            .formatted(absent, String.join(", ", columns), String.join(", ", params));
  }

  private List<String> selected(Quoting quoting) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder("select ");
    Set<Column> shown = new LinkedHashSet<>(table.columns());
    shown.removeIf(Column::looksSecret);
    int left = shown.size();
    for (Column column : shown) {
      String item = quoting.column(column) + (--left > 0 ? "," : "");
      if (line.length() + item.length() > WIDTH && !line.toString().isBlank()) {
        lines.add(line.toString().stripTrailing());
        line = new StringBuilder("  ");
      }
      line.append(item).append(' ');
    }
    lines.add(line.toString().stripTrailing());
    return lines;
  }
}
