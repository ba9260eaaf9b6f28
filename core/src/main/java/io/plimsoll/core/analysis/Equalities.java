package io.plimsoll.core.analysis;

import io.plimsoll.core.analysis.tree.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a condition says of columns: that their values are among those of something. Only strict
 * conditions are read: where the column is null they are not true. Whatever is not known here says
 * nothing.
 */
final class Equalities {
  private static final int EXISTS = 0;
  private static final int ANY = 2;
  private static final int SCALAR = 4;
  private static final int ARRAY = 6;
  private static final int EXTERNAL = 0;
  private static final int OF_SUBLINK = 2;
  private static final int IMPLICIT = 2;
  private static final int IS_NULL = 0;
  private static final int IS_TRUE = 0;
  private static final int IS_FALSE = 2;

  private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");

  private final Schema schema;
  private final List<String> parameters;
  private final Set<String> nullable;

  /**
   * An equality.
   *
   * @param optional holds only when the parameter of the operand has a value
   */
  record Equality(Scope.Column column, Operand operand, boolean optional) {}

  /**
   * @param parameters names by their number in the tree, from 1
   * @param nullable those that a request may leave without a value
   */
  Equalities(Schema schema, List<String> parameters, Set<String> nullable) {
    this.schema = schema;
    this.parameters = parameters;
    this.nullable = nullable;
  }

  /** Of columns of the scope itself. */
  List<Equality> of(Node condition, Scope scope) {
    return of(condition, scope, scope);
  }

  /**
   * Of columns of one scope.
   *
   * @param scope in which the condition stands
   * @param about whose columns; the scope or one around it
   */
  private List<Equality> of(Node condition, Scope scope, Scope about) {
    return switch (condition.label()) {
      case "OPEXPR" -> equal(condition, scope, about);
      case "SCALARARRAYOPEXPR" -> amongArray(condition, scope, about);
      case "SUBLINK" -> amongRows(condition, scope, about);
      case "VAR" -> truth(condition, "true", scope, about);
      case "BOOLEANTEST" -> truthTest(condition, scope, about);
      case "BOOLEXPR" ->
          switch (condition.text("boolop")) {
            case "and" -> all(condition.nodes("args"), scope, about);
            case "or" -> alternatives(condition.nodes("args"), scope, about);
            case "not" -> not(condition.nodes("args").getFirst(), scope, about);
            default -> List.of();
          };
      default -> List.of();
    };
  }

  private List<Equality> all(List<Node> conditions, Scope scope, Scope about) {
    return conditions.stream().flatMap(c -> of(c, scope, about).stream()).toList();
  }

  private List<Equality> equal(Node condition, Scope scope, Scope about) {
    List<Node> sides = condition.nodes("args");
    if (sides.size() != 2) {
      return List.of();
    }
    if (!isPlain(condition)) {
      unfit(condition, scope);
      return List.of();
    }
    List<Equality> found = new ArrayList<>(one(sides.get(0), sides.get(1), scope, about));
    found.addAll(one(sides.get(1), sides.get(0), scope, about));
    return found;
  }

  /** Tells the places of an equality why it is of no use. */
  private void unfit(Node condition, Scope scope) {
    Schema.Operator operator = schema.operator(condition.number("opno"));
    if (!operator.name().equals("=")) {
      return;
    }
    String reason =
        schema.isDeterministic(condition.number("inputcollid"))
            ? "is compared as " + operator.left() + ", whose equal values can have different texts"
            : "is compared under a collation that takes different texts for equal";
    for (Node side : condition.nodes("args")) {
      scope
          .column(uncast(side))
          .ifPresent(c -> {
            if (c.item().orElse(null) instanceof Scope.Item.Table(Place place)) {
              Optional.ofNullable(place.relation().columns().get(c.column()))
                  .ifPresent(column -> place.reject(column, reason));
            }
          });
    }
  }

  /** Without the casts that nobody wrote. */
  private static Node uncast(Node expression) {
    Node node = Scope.bare(expression);
    boolean implicit = node.is("FUNCEXPR") && node.integer("funcformat") == IMPLICIT;
    return implicit && node.nodes("args").size() == 1
        ? uncast(node.nodes("args").getFirst())
        : node;
  }

  private boolean isPlain(Node condition) {
    return schema.isPlainEquality(condition.number("opno"))
        && schema.isDeterministic(condition.number("inputcollid"));
  }

  private List<Equality> one(Node column, Node value, Scope scope, Scope about) {
    return column(column, scope, about)
        .flatMap(c -> operand(value, scope).map(o -> new Equality(c, o, false)))
        .map(List::of)
        .orElse(List.of());
  }

  private static Optional<Scope.Column> column(Node expression, Scope scope, Scope about) {
    return scope.column(expression).filter(c -> c.scope() == about);
  }

  private List<Equality> amongArray(Node condition, Scope scope, Scope about) {
    List<Node> sides = condition.nodes("args");
    if (condition.flag("useOr") && !isPlain(condition)) {
      unfit(condition, scope);
    }
    return condition.flag("useOr") && isPlain(condition)
        ? column(sides.get(0), scope, about)
            .flatMap(c -> elements(sides.get(1), scope).map(o -> new Equality(c, o, false)))
            .map(List::of)
            .orElse(List.of())
        : List.of();
  }

  /** What is in an array. */
  private Optional<Operand> elements(Node array, Scope scope) {
    Node node = Scope.bare(array);
    return switch (node.label()) {
      case "PARAM" -> parameter(node);
      case "ARRAYEXPR" -> anyOf(node.nodes("elements"), scope);
      case "ARRAYCOERCEEXPR" ->
          keepsText(Scope.bare(node.child("elemexpr")))
              ? elements(node.child("arg"), scope)
              : Optional.empty();
      case "SUBLINK" -> subquery(node, ARRAY, scope);
      default -> Optional.empty();
    };
  }

  /** Whether a cast of each element leaves its text, as those of single values do. */
  private boolean keepsText(Node cast) {
    return switch (cast.label()) {
      case "CASETESTEXPR" -> true;
      case "COERCEVIAIO" ->
          isElement(cast.child("arg")) && schema.type(cast.number("resulttype")).kind() == 'e';
      case "FUNCEXPR" -> {
        List<Node> given = cast.nodes("args");
        yield given.size() == 1
            && isElement(given.getFirst())
            && isInteger(Scope.bare(given.getFirst()).number("typeId"))
            && isIntegerCast(cast);
      }
      default -> false;
    };
  }

  private static boolean isElement(Node value) {
    return Scope.bare(value).is("CASETESTEXPR");
  }

  private Optional<Operand> anyOf(List<Node> values, Scope scope) {
    List<Operand> operands = new ArrayList<>();
    for (Node value : values) {
      if (value.is("CONST") && value.flag("constisnull")) {
        continue; // Nothing equals it.
      }
      Optional<Operand> operand = operand(value, scope);
      if (operand.isEmpty()) {
        return Optional.empty();
      }
      operands.add(operand.get());
    }
    return Optional.of(new Operand.AnyOf(operands));
  }

  /** The values that an expression can have; empty when they are not known. */
  private Optional<Operand> operand(Node expression, Scope scope) {
    Node node = Scope.bare(expression);
    return switch (node.label()) {
      case "CONST" -> Constant.text(node, schema).map(text -> new Operand.Constants(List.of(text)));
      case "PARAM" -> parameter(node);
      case "COERCEVIAIO" -> label(node);
      case "FUNCEXPR" -> integer(node);
      case "VAR" -> scope.origin(node).map(origin -> origin);
      case "SUBLINK" -> subquery(node, SCALAR, scope);
      default -> Optional.empty();
    };
  }

  private Optional<Operand> parameter(Node node) {
    return node.integer("paramkind") == EXTERNAL
        ? Optional.of(new Operand.Parameter(parameters.get(node.integer("paramid") - 1)))
        : Optional.empty();
  }

  /** A text parameter brought to an enum must be the label itself. */
  private Optional<Operand> label(Node cast) {
    Node value = Scope.bare(cast.child("arg"));
    return value.is("PARAM") && schema.type(cast.number("resulttype")).kind() == 'e'
        ? parameter(value)
        : Optional.empty();
  }

  /** What is brought from one integer type to another keeps its text. */
  private Optional<Operand> integer(Node call) {
    List<Node> given = call.nodes("args");
    if (given.size() != 1 || !isIntegerCast(call)) {
      return Optional.empty();
    }
    Node value = given.getFirst();
    return switch (value.label()) {
      case "PARAM" -> isInteger(value.number("paramtype")) ? parameter(value) : Optional.empty();
      case "CONST" ->
          isInteger(value.number("consttype"))
              ? Constant.text(value, schema).map(text -> new Operand.Constants(List.of(text)))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private boolean isIntegerCast(Node call) {
    Schema.Routine routine = schema.routine(call.number("funcid"));
    return routine.builtIn() && INTEGERS.contains(routine.name());
  }

  private boolean isInteger(long type) {
    return INTEGERS.contains(schema.type(type).name());
  }

  private static Optional<Operand> subquery(Node sublink, int kind, Scope scope) {
    Scope sub = scope.sublinks().get(sublink);
    return sub != null && sublink.integer("subLinkType") == kind
        ? sub.originOfOutput(1).map(origin -> origin)
        : Optional.empty();
  }

  /** {@code x in (select …)} and {@code exists (select … where y = x)}. */
  private List<Equality> amongRows(Node sublink, Scope scope, Scope about) {
    Scope sub = scope.sublinks().get(sublink);
    if (sub == null) {
      return List.of();
    }
    return switch (sublink.integer("subLinkType")) {
      case ANY -> inSubquery(sublink, sub, scope, about);
      case EXISTS -> isFromToRows(sub) ? all(Conditions.ofAll(sub.query()), sub, about) : List.of();
      default -> List.of();
    };
  }

  /**
   * Whether it has a row only if FROM and WHERE have: an aggregate has one of nothing, and so has
   * HAVING without GROUP BY.
   */
  private static boolean isFromToRows(Scope sub) {
    Node query = sub.query();
    boolean aggregatesAll =
        (query.flag("hasAggs") || query.has("havingQual")) && !query.has("groupClause");
    return !sub.isSetOperation() && !aggregatesAll && !query.has("groupingSets");
  }

  private List<Equality> inSubquery(Node sublink, Scope sub, Scope scope, Scope about) {
    List<Equality> found = new ArrayList<>();
    for (Node test : tests(sublink)) {
      List<Node> sides = test.nodes("args");
      Optional<Operand> values = sub.originOfOutput(output(sides.get(1))).map(origin -> origin);
      column(sides.get(0), scope, about)
          .ifPresent(c -> values.ifPresent(v -> found.add(new Equality(c, v, false))));
    }
    return found;
  }

  /**
   * What {@code x in (select …)} says of the subquery's output columns: rows with other values than
   * those of x do not make it true. Only for a condition that must be true, as false and null
   * differ otherwise.
   */
  Map<Integer, Operand> intoSubquery(Node sublink, Scope scope) {
    Map<Integer, Operand> found = new LinkedHashMap<>();
    if (sublink.integer("subLinkType") == ANY) {
      for (Node test : tests(sublink)) {
        List<Node> sides = test.nodes("args");
        operand(sides.get(0), scope).ifPresent(o -> found.put(output(sides.get(1)), o));
      }
    }
    return found;
  }

  /** The comparisons of a sublink that are {@code expression = output column}. */
  private List<Node> tests(Node sublink) {
    return sublink.node("testexpr").map(Conditions::split).orElse(List.of()).stream()
        .filter(test -> test.is("OPEXPR") && isPlain(test))
        .filter(test -> isOutput(test.nodes("args").get(1)))
        .toList();
  }

  private static boolean isOutput(Node side) {
    Node value = Scope.bare(side);
    return value.is("PARAM") && value.integer("paramkind") == OF_SUBLINK;
  }

  private static int output(Node side) {
    return Scope.bare(side).integer("paramid");
  }

  private List<Equality> truth(Node column, String value, Scope scope, Scope about) {
    return column(column, scope, about)
        .map(c -> new Equality(c, new Operand.Constants(List.of(value)), false))
        .map(List::of)
        .orElse(List.of());
  }

  private List<Equality> truthTest(Node test, Scope scope, Scope about) {
    return switch (test.integer("booltesttype")) {
      case IS_TRUE -> truth(test.child("arg"), "true", scope, about);
      case IS_FALSE -> truth(test.child("arg"), "false", scope, about);
      default -> List.of();
    };
  }

  /**
   * {@code not x}, and {@code x is not distinct from 1}: with a value that is not null. With null
   * other rows matter than those of any tag, and their values lead on.
   */
  private List<Equality> not(Node negated, Scope scope, Scope about) {
    if (!negated.is("DISTINCTEXPR") || !isPlain(negated)) {
      return truth(negated, "false", scope, about);
    }
    List<Node> sides = negated.nodes("args");
    List<Equality> found = new ArrayList<>(one(sides.get(0), sides.get(1), scope, about));
    found.addAll(one(sides.get(1), sides.get(0), scope, about));
    found.removeIf(e -> e.operand() instanceof Operand.ColumnOf); // null would be found there too
    return found.stream()
        .map(e -> new Equality(e.column(), e.operand(), mayBeNull(e.operand())))
        .toList();
  }

  private boolean mayBeNull(Operand operand) {
    return operand instanceof Operand.Parameter(String name) && nullable.contains(name);
  }

  /**
   * One of the conditions is true: a column that all of them speak of has one of the values. And
   * {@code :x is null or column = :x} says what its second part says whenever :x has a value.
   */
  private List<Equality> alternatives(List<Node> conditions, Scope scope, Scope about) {
    List<String> absent = conditions.stream().flatMap(c -> isNull(c).stream()).toList();
    List<Node> others = conditions.stream().filter(c -> isNull(c).isEmpty()).toList();
    if (absent.size() == 1 && others.size() == 1 && conditions.size() == 2) {
      return of(others.getFirst(), scope, about).stream()
          .filter(e -> e.operand().equals(new Operand.Parameter(absent.getFirst())))
          .map(e -> new Equality(e.column(), e.operand(), true))
          .toList();
    }
    Map<Scope.Column, List<Operand>> shared = null;
    for (Node condition : conditions) {
      Map<Scope.Column, List<Operand>> here = new LinkedHashMap<>();
      for (Equality e : of(condition, scope, about)) {
        if (!e.optional()) {
          here.putIfAbsent(e.column(), new ArrayList<>(List.of(e.operand())));
        }
      }
      if (shared == null) {
        shared = here;
      } else {
        shared.keySet().retainAll(here.keySet());
        shared.forEach((column, operands) -> operands.addAll(here.getOrDefault(column, List.of())));
      }
    }
    return shared == null
        ? List.of()
        : shared.entrySet().stream()
            .map(e -> new Equality(e.getKey(), new Operand.AnyOf(e.getValue()), false))
            .toList();
  }

  /** The parameter of {@code :x is null}. */
  private Optional<String> isNull(Node condition) {
    if (!condition.is("NULLTEST") || condition.integer("nulltesttype") != IS_NULL) {
      return Optional.empty();
    }
    Node value = Scope.bare(condition.child("arg"));
    return value.is("PARAM")
            && parameter(value).orElse(null) instanceof Operand.Parameter(String name)
        ? Optional.of(name)
        : Optional.empty();
  }
}
