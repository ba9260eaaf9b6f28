package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import io.plimsoll.core.analysis.tree.NodeReader;
import io.plimsoll.core.analysis.tree.TreeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes scopes of a tree: views are replaced by their queries, and so are CTEs at each place that
 * names them, as if they were written there. For one tree.
 */
final class ScopeBuilder {
  /** A query of more parts is not analysed: views over views can multiply. */
  private static final int MAX_SCOPES = 1000;

  /** Fields of a range table entry that hold expressions. */
  private static final List<String> EXPRESSIONS =
      List.of("functions", "tablefunc", "values_lists", "tablesample");

  private static final Set<String> NO_EXPRESSIONS = Set.of("rtable", "cteList", "rteperminfos");

  private final Schema schema;
  private final List<Scope> scopes = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private final SortedSet<String> relations = new TreeSet<>();
  private final SortedSet<String> unreadable = new TreeSet<>();
  private final Map<String, Long> openViews = new LinkedHashMap<>();

  ScopeBuilder(Schema schema) {
    this.schema = schema;
  }

  /** All scopes so far, the outermost first. */
  List<Scope> scopes() {
    return scopes;
  }

  List<Place> places() {
    return places;
  }

  /** Every table and view that was met. */
  SortedSet<String> relations() {
    return relations;
  }

  /** What the query names and this role may not read. */
  SortedSet<String> unreadable() {
    return unreadable;
  }

  Scope build(Node query, @Nullable Scope parent) {
    Scope scope = new Scope(query, parent, List.copyOf(openViews.keySet()));
    scopes.add(scope);
    if (scopes.size() > MAX_SCOPES) {
      throw new TreeException("more than " + MAX_SCOPES + " queries, views counted at each place");
    }
    List<Node> entries = query.nodes("rtable");
    for (int i = 0; i < entries.size(); i++) {
      scope.items().put(i + 1, item(entries.get(i), scope));
    }
    query
        .fields()
        .forEach((field, value) -> {
          if (!NO_EXPRESSIONS.contains(field)) {
            sublinks(value, scope);
          }
        });
    for (Node entry : entries) {
      for (String field : EXPRESSIONS) {
        sublinks(entry.fields().get(field), scope);
      }
    }
    return scope;
  }

  private Scope.Item item(Node entry, Scope scope) {
    return switch (entry.integer("rtekind")) {
      case 0 -> relation(entry);
      case 1 -> new Scope.Item.Query(build(entry.child("subquery"), scope), false);
      case 2 -> new Scope.Item.Names(entry.list("joinaliasvars"));
      case 6 -> cte(entry, scope);
      case 9 -> new Scope.Item.Names(entry.list("groupexprs"));
      default -> new Scope.Item.Other();
    };
  }

  private Scope.Item relation(Node entry) {
    Relation relation = schema.relation(entry.number("relid"));
    relations.add(relation.name());
    if (openViews.isEmpty() && !relation.readable()) {
      unreadable.add(relation.name());
    }
    if (!relation.isView()) {
      Place place =
          new Place(
              relation, entry.child("eref").text("aliasname"), List.copyOf(openViews.keySet()));
      places.add(place);
      return new Scope.Item.Table(place);
    }
    if (openViews.containsValue(relation.oid())) {
      // PostgreSQL 15 has entries OLD and NEW in a view's tree. A view cannot read itself.
      return new Scope.Item.Other();
    }
    openViews.put(relation.name(), relation.oid());
    Scope view = build(NodeReader.query(schema.view(relation.oid())), null);
    openViews.remove(relation.name());
    return new Scope.Item.Query(view, false);
  }

  /** A recursive CTE's own name inside it stands for what is not known before it has run. */
  private Scope.Item cte(Node entry, Scope scope) {
    if (entry.flag("self_reference")) {
      return new Scope.Item.Other();
    }
    Scope owner = scope.up(entry.integer("ctelevelsup"));
    Optional<Node> cte =
        owner.query().nodes("cteList").stream()
            .filter(c -> c.text("ctename").equals(entry.text("ctename")))
            .findFirst();
    Node found =
        cte.orElseThrow(() -> new TreeException("no CTE " + entry.text("ctename") + " is there"));
    return new Scope.Item.Query(build(found.child("ctequery"), owner), found.flag("cterecursive"));
  }

  private void sublinks(@Nullable Object value, Scope scope) {
    switch (value) {
      case null -> {}
      case List<?> list -> list.forEach(item -> sublinks(item, scope));
      case Node node when node.is("SUBLINK") -> {
        node.node("testexpr").ifPresent(test -> sublinks(test, scope));
        scope.sublinks().put(node, build(node.child("subselect"), scope));
      }
      case Node node -> node.values().forEach(field -> sublinks(field, scope));
      default -> {}
    }
  }
}
