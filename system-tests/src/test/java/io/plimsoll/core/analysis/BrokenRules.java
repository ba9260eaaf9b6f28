package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The analysis's rules, each wrong in one way: what a mutant's method does instead. Each has the
 * parameters of the method it stands for, its object first.
 */
public final class BrokenRules {
  private static final int FULL = 2;
  private static final int LEFT = 1;
  private static final int INNER = 0;

  private BrokenRules() {}

  /** ON of a left join is taken to tell of its left side too. */
  static void leftJoinPinsLeft(Node part, List<Node> above, Map<Integer, List<Node>> into) {
    descend(part, above, into, LEFT);
  }

  /** ON of a full join is taken to tell of its sides. */
  static void fullJoinPins(Node part, List<Node> above, Map<Integer, List<Node>> into) {
    descend(part, above, into, FULL);
  }

  private static void descend(
      Node part, List<Node> above, Map<Integer, List<Node>> into, int asInner) {
    List<Node> own = new ArrayList<>(above);
    part.node("quals").ifPresent(quals -> own.addAll(Conditions.split(quals)));
    switch (part.label()) {
      case "FROMEXPR" -> part.nodes("fromlist").forEach(item -> descend(item, own, into, asInner));
      case "JOINEXPR" -> {
        int type = part.integer("jointype") == asInner ? INNER : part.integer("jointype");
        boolean left = type != LEFT && type != FULL;
        boolean right = type == INNER || type == LEFT;
        descend(part.child("larg"), left ? own : above, into, asInner);
        descend(part.child("rarg"), right ? own : above, into, asInner);
      }
      case "RANGETBLREF" -> into.put(part.integer("rtindex"), above);
      default -> {}
    }
  }

  /** OR is taken for its first part. */
  static List<Equalities.Equality> firstAlternative(
      Equalities self, List<Node> conditions, Scope scope, Scope about) {
    return scope == about ? self.of(conditions.getFirst(), scope) : List.of();
  }

  /** NOT is taken for what it negates. */
  static List<Equalities.Equality> notUnseen(
      Equalities self, Node negated, Scope scope, Scope about) {
    return scope == about ? self.of(negated, scope) : List.of();
  }

  /** {@code is not distinct from} is taken for an equality. */
  @SuppressWarnings("unchecked")
  static List<Equalities.Equality> nullSafeAsEqual(
      Equalities self, Node negated, Scope scope, Scope about) {
    if (!negated.is("DISTINCTEXPR")) {
      return List.of();
    }
    List<Node> sides = negated.nodes("args");
    List<Equalities.Equality> found = new ArrayList<>();
    found.addAll(
        (List<Equalities.Equality>) call(self, "one", sides.get(0), sides.get(1), scope, about));
    found.addAll(
        (List<Equalities.Equality>) call(self, "one", sides.get(1), sides.get(0), scope, about));
    return found;
  }

  /** Any test of a truth value is taken for IS TRUE. */
  @SuppressWarnings("unchecked")
  static List<Equalities.Equality> everyTestIsTrue(
      Equalities self, Node test, Scope scope, Scope about) {
    return (List<Equalities.Equality>) call(self, "truth", test.child("arg"), "true", scope, about);
  }

  /** A filter is taken through LIMIT. */
  public static boolean limitUnseen(Node self, String field) {
    return !field.startsWith("limit") && self.fields().containsKey(field);
  }

  /** A filter is taken through windows. */
  static boolean windowsUnseen(Node query, Node output) {
    return groups(query, output) && distinctOn(query, output);
  }

  /** A filter is taken through DISTINCT ON. */
  static boolean distinctOnUnseen(Node query, Node output) {
    return groups(query, output) && windows(query, output);
  }

  private static boolean groups(Node query, Node output) {
    boolean groups = query.flag("hasAggs") || query.has("groupClause") || query.has("havingQual");
    return !query.has("groupingSets")
        && (!groups || refs(query, "groupClause").contains(output.integer("ressortgroupref")));
  }

  private static boolean distinctOn(Node query, Node output) {
    return !query.flag("hasDistinctOn")
        || refs(query, "distinctClause").contains(output.integer("ressortgroupref"));
  }

  private static boolean windows(Node query, Node output) {
    return query.nodes("windowClause").stream()
        .allMatch(w -> refs(w, "partitionClause").contains(output.integer("ressortgroupref")));
  }

  private static Set<Integer> refs(Node owner, String clause) {
    Set<Integer> refs = new HashSet<>();
    owner.nodes(clause).forEach(c -> refs.add(c.integer("tleSortGroupRef")));
    refs.remove(0);
    return refs;
  }

  /** The values of a set operation are taken for those of its first part. */
  static Optional<Operand.ColumnOf> firstPart(Scope self, int column) {
    Optional<Node> output = self.output(column);
    if (!self.isSetOperation()) {
      return output.flatMap(entry -> self.origin(entry.child("expr")));
    }
    return self.items().values().stream()
        .filter(Scope.Item.Query.class::isInstance)
        .map(item -> ((Scope.Item.Query) item).scope().originOfOutput(column))
        .findFirst()
        .orElse(Optional.empty());
  }

  /** Views have no tags. */
  static SortedSet<String> tablesOnly(ScopeBuilder self) {
    SortedSet<String> tables = new TreeSet<>();
    self.places().forEach(place -> tables.add(place.relation().name()));
    return tables;
  }

  /** Of what was read with an answer only the first value counts. */
  static Optional<Set<String>> firstCaptured(
      ValueSource source, Map<String, List<String>> values, List<Optional<List<String>>> captured) {
    return switch (source) {
      case ValueSource.Constants constants -> Optional.of(new LinkedHashSet<>(constants.values()));
      case ValueSource.Parameter parameter ->
          Optional.ofNullable(values.get(parameter.name())).map(LinkedHashSet::new);
      case ValueSource.Captured from ->
          captured
              .get(from.capture())
              .map(all -> new LinkedHashSet<>(all.stream().limit(1).toList()));
      case ValueSource.AnyOf any -> {
        Set<String> all = new LinkedHashSet<>();
        for (ValueSource one : any.sources()) {
          firstCaptured(one, values, captured).ifPresent(all::addAll);
        }
        yield Optional.of(all);
      }
    };
  }

  private static Object call(Object self, String name, Object... arguments) {
    for (Method method : self.getClass().getDeclaredMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
        try {
          method.setAccessible(true);
          return method.invoke(self, arguments);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException(name, e);
        }
      }
    }
    throw new IllegalStateException("no method " + name);
  }
}
