package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells each place what its rows must have to matter. Conditions on the output of a subquery are
 * taken into it where that leaves its answer for those rows as it is. For one tree.
 *
 * <p>A subquery of an expression is, for given values of the outer row, a query of its own: what
 * its own conditions say of its rows holds wherever it stands, under NOT and in the select list
 * too.
 */
final class PinFinder {
  private final Equalities equalities;

  /** What is known of an output column from outside: all rows with other values do not matter. */
  private record Wanted(int column, Operand operand, boolean optional) {}

  PinFinder(Equalities equalities) {
    this.equalities = equalities;
  }

  void find(Scope scope) {
    find(scope, List.of());
  }

  private void find(Scope scope, List<Wanted> outside) {
    Map<Integer, List<Wanted>> below = new HashMap<>();
    outside.forEach(wanted -> pass(scope, wanted, below));
    Map<Scope, List<Wanted>> subqueries = new HashMap<>();
    Map<Node, List<Equalities.Equality>> known = new HashMap<>();
    Conditions.byEntry(scope.query())
        .forEach((entry, conditions) -> {
          for (Node condition : conditions) {
            known.computeIfAbsent(condition, c -> equalities.of(c, scope)).stream()
                .filter(e -> e.column().entry() == entry)
                .forEach(e -> tell(e.column(), new Wanted(0, e.operand(), e.optional()), below));
            subquery(condition, scope, subqueries);
          }
        });
    scope
        .items()
        .forEach((entry, item) -> {
          if (item instanceof Scope.Item.Query sub) {
            find(sub.scope(), sub.opaque() ? List.of() : below.getOrDefault(entry, List.of()));
          }
        });
    scope.sublinks().values().forEach(sub -> find(sub, subqueries.getOrDefault(sub, List.of())));
  }

  private void subquery(Node condition, Scope scope, Map<Scope, List<Wanted>> into) {
    Scope sub = condition.is("SUBLINK") ? scope.sublinks().get(condition) : null;
    if (sub != null) {
      List<Wanted> wanted = new ArrayList<>();
      equalities
          .intoSubquery(condition, scope)
          .forEach((column, operand) -> wanted.add(new Wanted(column, operand, false)));
      into.put(sub, wanted);
    }
  }

  private static void tell(Scope.Column column, Wanted wanted, Map<Integer, List<Wanted>> below) {
    switch (column.item().orElse(new Scope.Item.Other())) {
      case Scope.Item.Table(Place place) -> {
        Relation.Column known = place.relation().columns().get(column.column());
        if (known != null) {
          place.pin(known, wanted.operand(), wanted.optional());
        }
      }
      case Scope.Item.Query query ->
          below
              .computeIfAbsent(column.entry(), e -> new ArrayList<>())
              .add(new Wanted(column.column(), wanted.operand(), wanted.optional()));
      case Scope.Item.Names names -> {}
      case Scope.Item.Other other -> {}
    }
  }

  /** From an output column to what it is made of, if it may be filtered there already. */
  private static void pass(Scope scope, Wanted wanted, Map<Integer, List<Wanted>> below) {
    Node query = scope.query();
    if (query.has("limitCount") || query.has("limitOffset") || query.flag("hasTargetSRFs")) {
      return; // Which rows there are depends on all of them.
    }
    if (scope.isSetOperation()) {
      leaves(query.child("setOperations"))
          .forEach(leaf -> below.computeIfAbsent(leaf, e -> new ArrayList<>()).add(wanted));
      return;
    }
    scope
        .output(wanted.column())
        .filter(output -> isFilterable(query, output))
        .flatMap(output -> scope.column(output.child("expr")))
        .filter(column -> column.scope() == scope)
        .ifPresent(column -> tell(column, wanted, below));
  }

  /**
   * A filter on a column commutes with grouping by it, with windows that are partitioned by it,
   * with DISTINCT, and with all set operations.
   */
  private static boolean isFilterable(Node query, Node output) {
    int ref = output.integer("ressortgroupref");
    boolean groups =
        query.flag("hasAggs")
            || query.has("groupClause")
            || query.has("groupingSets")
            || query.has("havingQual");
    if (groups && (query.has("groupingSets") || !refs(query, "groupClause").contains(ref))) {
      return false;
    }
    if (query.flag("hasDistinctOn") && !refs(query, "distinctClause").contains(ref)) {
      return false;
    }
    return query.nodes("windowClause").stream()
        .allMatch(window -> refs(window, "partitionClause").contains(ref));
  }

  private static Set<Integer> refs(Node owner, String clause) {
    Set<Integer> refs = new HashSet<>();
    owner.nodes(clause).forEach(c -> refs.add(c.integer("tleSortGroupRef")));
    refs.remove(0);
    return refs;
  }

  /** The entries that a set operation joins. */
  private static List<Integer> leaves(Node operation) {
    if (operation.is("RANGETBLREF")) {
      return List.of(operation.integer("rtindex"));
    }
    List<Integer> all = new ArrayList<>(leaves(operation.child("larg")));
    all.addAll(leaves(operation.child("rarg")));
    return all;
  }
}
