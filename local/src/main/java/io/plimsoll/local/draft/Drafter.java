package io.plimsoll.local.draft;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides which queries each table gets, and what is left out and why. For one draft. */
final class Drafter {
  private final Names names;
  private final Paths paths = new Paths();

  /**
   * What is drafted of one table.
   *
   * @param leftOut what has no query, in words
   */
  record Part(Table table, List<Shape> shapes, List<String> leftOut) {
    Part {
      shapes = List.copyOf(shapes);
      leftOut = List.copyOf(leftOut);
    }
  }

  private final List<Shape> shapes = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private Drafter(List<String> schemas) {
    names = new Names(schemas);
  }

  static List<Part> draft(List<Table> tables, List<String> schemas) {
    Drafter drafter = new Drafter(schemas);
    tables.forEach(table -> drafter.names.segment(table.schema(), table.name()));
    List<Part> parts = new ArrayList<>();
    tables.forEach(table -> parts.add(drafter.part(table)));
    return parts;
  }

  private Part part(Table table) {
    shapes.clear();
    leftOut.clear();
    if (isDraftable(table)) {
      byKey(table);
      table.uniques().forEach(unique -> lookup(table, unique));
      table.foreignKeys().stream().distinct().forEach(key -> list(table, key));
    }
    return new Part(table, shapes, leftOut);
  }

  private boolean isDraftable(Table table) {
    String reason =
        switch (table.kind()) {
          case "v", "m" ->
              "a view: nothing says what names one of its rows; write its queries by hand";
          case "f" -> "a foreign table: its changes cannot be watched";
          default -> {
            if (!table.logged()) {
              yield "unlogged: its changes cannot be watched";
            }
            if (table.schema().contains(".")) {
              yield "the name of its schema has a dot, and a catalog's table names end their schema there";
            }
            if (table.key().isEmpty()) {
              yield "no primary key: neither a row nor a page of rows can be named";
            }
            yield table.columns().stream().allMatch(Column::looksSecret)
                ? "every column looks secret"
                : "";
          }
        };
    if (!reason.isEmpty()) {
      leftOut.add(reason);
    }
    return reason.isEmpty();
  }

  private void byKey(Table table) {
    if (canBeGiven("by its key", table.key())) {
      String segment = segment(table);
      Map<Column, String> by = Shape.parameters(table.key(), "", new HashSet<>());
      List<String> comments = new ArrayList<>();
      List<String> secret =
          table.columns().stream().filter(Column::looksSecret).map(Column::name).toList();
      if (!secret.isEmpty()) {
        comments.add("Not shown, as the name looks secret: " + String.join(", ", secret));
      }
      add(table, table.key(), List.of("/" + segment + variables(by)), by, Map.of(), comments);
    }
  }

  private void lookup(Table table, List<Column> unique) {
    boolean byKeyToo = new HashSet<>(unique).containsAll(table.key());
    if (!byKeyToo && canBeGiven("by " + named(unique), unique)) {
      Map<Column, String> by = Shape.parameters(unique, "", new HashSet<>());
      String segment = segment(table);
      String path = "/%s-by-%s%s".formatted(segment, Names.columns(unique), variables(by));
      add(table, unique, List.of(path), by, Map.of(), List.of());
    }
  }

  private void list(Table table, Table.ForeignKey key) {
    if (table.isUnique(key.columns())) {
      return; // One row at most: there is a query by that already.
    }
    List<Column> rest =
        table.key().stream().filter(column -> !key.columns().contains(column)).toList();
    String what = "list by " + named(key.columns());
    if (!canBeGiven(what, key.columns()) || !canBeGiven(what + ", in pages by the key", rest)) {
      return;
    }
    Set<String> used = new HashSet<>(Set.of("limit"));
    Map<Column, String> by = Shape.parameters(key.columns(), "", used);
    Map<Column, String> after =
        rest.size() == 1
            ? Map.of(rest.getFirst(), Names.parameter("after", used))
            : Shape.parameters(rest, "after_", used);
    add(table, key.columns(), listPaths(table, key, by), by, after, List.of());
  }

  private List<String> listPaths(Table table, Table.ForeignKey key, Map<Column, String> by) {
    String parent = names.segment(key.schema(), key.table());
    String child = segment(table);
    String named = child + "-by-" + Names.columns(key.columns());
    List<String> candidates = new ArrayList<>();
    boolean only =
        table.foreignKeys().stream()
                .distinct()
                .filter(other ->
                    other.schema().equals(key.schema()) && other.table().equals(key.table()))
                .count()
            == 1;
    if (only) {
      candidates.add("/%s%s/%s".formatted(parent, variables(by), child));
    }
    candidates.add("/%s%s/%s".formatted(parent, variables(by), named));
    candidates.add("/%s%s".formatted(named, variables(by)));
    return candidates;
  }

  private void add(
      Table table,
      List<Column> columns,
      List<String> candidates,
      Map<Column, String> by,
      Map<Column, String> after,
      List<String> comments) {
    shapes.add(
        new Shape(
            table,
            names.query(segment(table), columns),
            paths.free(candidates),
            by,
            new LinkedHashMap<>(after),
            comments));
  }

  private boolean canBeGiven(String what, List<Column> columns) {
    for (Column column : columns) {
      if (column.looksSecret()) {
        leftOut.add("%s: the name of %s looks secret".formatted(what, column.name()));
        return false;
      }
      if (column.parameter().isEmpty()) {
        leftOut.add(
            "%s: %s is of type %s, which no parameter has"
                .formatted(what, column.name(), column.type()));
        return false;
      }
    }
    return true;
  }

  private String segment(Table table) {
    return names.segment(table.schema(), table.name());
  }

  private static String named(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }

  private static String variables(Map<Column, String> by) {
    StringBuilder path = new StringBuilder();
    by.values().forEach(name -> path.append("/{").append(name).append('}'));
    return path.toString();
  }
}
