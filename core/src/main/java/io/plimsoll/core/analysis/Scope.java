package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import io.plimsoll.core.analysis.tree.TreeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One query of the tree: the whole, a subquery, a view's or a CTE's at the place where it is named.
 */
final class Scope {
  /** What an entry of the range table is. */
  sealed interface Item {
    record Table(Place place) implements Item {}

    /**
     * A query in FROM.
     *
     * @param opaque its rows are not those of one run of the query: a recursive one
     */
    record Query(Scope scope, boolean opaque) implements Item {}

    /** A join, or what GROUP BY made: names for expressions over other entries, by column. */
    record Names(List<?> expressions) implements Item {}

    /** Functions, values and the like. */
    record Other() implements Item {}
  }

  private final Node query;
  private final @Nullable Scope parent;
  private final List<String> views;
  private final Map<Integer, Item> items = new TreeMap<>();
  private final Map<Node, Scope> sublinks = new HashMap<>();

  /**
   * @param views in which it stands, that which the query names first
   */
  Scope(Node query, @Nullable Scope parent, List<String> views) {
    this.query = query;
    this.parent = parent;
    this.views = List.copyOf(views);
  }

  Node query() {
    return query;
  }

  List<String> views() {
    return views;
  }

  Map<Integer, Item> items() {
    return items;
  }

  /** The subqueries of its expressions, by their SUBLINK. */
  Map<Node, Scope> sublinks() {
    return sublinks;
  }

  /** The query that many levels above. */
  Scope up(int levels) {
    Scope scope = this;
    for (int i = 0; i < levels; i++) {
      if (scope.parent == null) {
        throw new TreeException("a name refers to a query above the outermost");
      }
      scope = scope.parent;
    }
    return scope;
  }

  boolean isSetOperation() {
    return query.has("setOperations");
  }

  /** The expression of an output column, counted from 1. */
  Optional<Node> output(int column) {
    return query.nodes("targetList").stream()
        .filter(entry -> entry.integer("resno") == column)
        .findFirst();
  }

  /** A column under names that add nothing: casts between text and varchar. */
  static Node bare(Node expression) {
    Node node = expression;
    while (node.is("RELABELTYPE")) {
      node = node.child("arg");
    }
    return node;
  }

  /**
   * A column of an entry of the range table.
   *
   * @param column counted from 1; 0 is the whole row, below are system columns
   */
  record Column(Scope scope, int entry, int column) {
    Optional<Item> item() {
      return Optional.ofNullable(scope.items.get(entry));
    }
  }

  /**
   * The entry's column that an expression is, whatever joins call it; empty when it is no column.
   */
  Optional<Column> column(Node expression) {
    Node node = bare(expression);
    if (!node.is("VAR")) {
      return Optional.empty();
    }
    Scope at = up(node.integer("varlevelsup"));
    int column = node.integer("varattno");
    int entry = node.integer("varno");
    if (at.items.get(entry) instanceof Item.Names names) {
      boolean known = column >= 1 && column <= names.expressions().size();
      return known && names.expressions().get(column - 1) instanceof Node meant
          ? at.column(meant)
          : Optional.empty();
    }
    return Optional.of(new Column(at, entry, column));
  }

  /**
   * The table's column whose values an expression has, and maybe null: through subqueries, views
   * and CTEs, whatever they group, sort or leave out.
   */
  Optional<Operand.ColumnOf> origin(Node expression) {
    Optional<Column> column = column(expression);
    if (column.isEmpty()) {
      return Optional.empty();
    }
    return switch (column.get().item().orElse(new Item.Other())) {
      case Item.Table table ->
          Optional.ofNullable(table.place().relation().columns().get(column.get().column()))
              .map(c -> new Operand.ColumnOf(table.place(), c.name()));
      case Item.Query sub when !sub.opaque() -> sub.scope().originOfOutput(column.get().column());
      case Item.Query sub -> Optional.empty();
      case Item.Names names -> Optional.empty();
      case Item.Other other -> Optional.empty();
    };
  }

  /** As {@link #origin}, of an output column; a set operation's come from several places. */
  Optional<Operand.ColumnOf> originOfOutput(int column) {
    return isSetOperation()
        ? Optional.empty()
        : output(column).flatMap(entry -> origin(entry.child("expr")));
  }
}
