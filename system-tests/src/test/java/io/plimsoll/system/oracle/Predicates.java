package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Conditions. */
final class Predicates {
  private final Grammar grammar;
  private final Dice dice;

  Predicates(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  /** An equality of columns of two sides. */
  Optional<String> pair(List<Out> left, List<Out> right) {
    for (Out l : dice.some(left, left.size(), left.size())) {
      List<Out> fit = right.stream().filter(r -> comparable(l, r)).toList();
      if (!fit.isEmpty()) {
        return Optional.of(equal(l.sql(), dice.of(fit).sql()));
      }
    }
    return Optional.empty();
  }

  private static boolean comparable(Out a, Out b) {
    return a.family() == b.family();
  }

  private String equal(String a, String b) {
    return dice.percent(50) ? a + " = " + b : b + " = " + a;
  }

  /** Of a join. */
  String on(List<Out> left, List<Out> right, int depth, List<Out> around) {
    List<String> parts = new ArrayList<>();
    if (dice.percent(85)) {
      pair(left, right).ifPresent(parts::add);
    }
    List<Out> both = new ArrayList<>(left);
    both.addAll(right);
    if (dice.percent(25) || parts.isEmpty()) {
      parts.add(any(dice.percent(60) ? right : both, depth, around));
    }
    return String.join(" and ", parts);
  }

  /** Of WHERE, starting with that word; or nothing. */
  String where(List<Out> visible, int depth, List<Out> around) {
    int count = dice.<Integer>cases().add(12, () -> 0).add(66, () -> 1).add(22, () -> 2).pick();
    List<String> parts = new ArrayList<>(dice.times(count, () -> any(visible, depth, around)));
    if (!around.isEmpty() && dice.percent(75)) {
      pair(visible, around).ifPresent(parts::add);
    }
    return parts.isEmpty() ? "" : " where " + String.join(" and ", parts);
  }

  /** Some condition on columns of this query, or of one around it. */
  String any(List<Out> visible, int depth, List<Out> around) {
    return dice.<String>cases("any")
        .add(46, () -> pin(visible))
        .add(10, () -> alternatives(visible, depth, around))
        .add(6, () -> optional(visible))
        .add(6, () -> nullSafe(visible))
        .add(5, () -> rows(visible))
        .add(6, () -> truth(visible))
        .add(8, () -> other(visible))
        .add(depth > 0 ? 22 : 4, () -> grammar.subqueries.condition(visible, depth, around))
        .add(4, () -> "not (" + any(visible, depth - 1, around) + ")")
        .add(
            3,
            () ->
                "("
                    + any(visible, depth - 1, around)
                    + ") is "
                    + dice.of("true", "not true", "not false"))
        .add(6, () -> pair(visible, visible).orElse("true"))
        .pick();
  }

  private String pin(List<Out> visible) {
    List<Out> keys =
        visible.stream().filter(o -> !o.column().nullable() || o.sql().endsWith(".r")).toList();
    Out out = dice.of(keys.isEmpty() || dice.percent(50) ? visible : keys);
    return dice.<String>cases("pin")
        .add(70, () -> equal(out.sql(), grammar.value(out.column())))
        .add(12, () -> among(out))
        .add(5, () -> out.sql() + " = any (array[" + values(out) + "])")
        .add(10, () -> anyOf(out))
        .add(
            3,
            () ->
                out.sql()
                    + "::"
                    + out.kind().type(grammar.schema.name())
                    + " = "
                    + grammar.value(out.column()))
        .pick();
  }

  private String anyOf(Out out) {
    return grammar.withParams && out.kind() != Kind.LABEL && out.kind() != Kind.LONG
        ? out.sql() + " = any (" + grammar.params.several(out.column()) + ")"
        : among(out);
  }

  private String values(Out out) {
    return String.join(", ", dice.times(dice.between(1, 3), () -> grammar.value(out.column())));
  }

  private String among(Out out) {
    return out.sql() + (dice.percent(80) ? " in (" : " not in (") + values(out) + ")";
  }

  private String alternatives(List<Out> visible, int depth, List<Out> around) {
    Out out = dice.of(visible);
    String first = equal(out.sql(), grammar.value(out.column()));
    String second =
        dice.<String>cases()
            .add(40, () -> equal(out.sql(), grammar.value(out.column())))
            .add(20, () -> equal(out.sql(), grammar.value(out.column())) + " and " + pin(visible))
            .add(40, () -> any(visible, depth - 1, around))
            .pick();
    return "(" + (dice.percent(50) ? first + " or " + second : second + " or " + first) + ")";
  }

  private String optional(List<Out> visible) {
    Out out = dice.of(visible);
    if (!grammar.withParams) {
      return pin(visible);
    }
    Params.Given given = grammar.params.optional(out.column());
    String absent = ":" + given.name() + (dice.percent(90) ? " is null" : " is not null");
    String equal = equal(out.sql(), grammar.params.sql(given));
    String more = dice.percent(15) ? equal + " and " + pin(visible) : equal;
    return dice.percent(50)
        ? "(" + absent + " or " + more + ")"
        : "(" + more + " or " + absent + ")";
  }

  private String nullSafe(List<Out> visible) {
    Out out = dice.of(visible);
    List<Out> same = visible.stream().filter(o -> comparable(o, out)).toList();
    String other =
        dice.<String>cases()
            .add(60, () -> grammar.value(out.column()))
            .add(10, () -> "null")
            .add(30, () -> dice.of(same).sql())
            .pick();
    return out.sql() + " is not distinct from " + other;
  }

  private String rows(List<Out> visible) {
    List<Out> two = dice.some(visible, 2, 2);
    if (two.size() < 2) {
      return pin(visible);
    }
    Out a = two.get(0);
    Out b = two.get(1);
    String left = "(" + a.sql() + ", " + b.sql() + ")";
    String row = "(" + grammar.value(a.column()) + ", " + grammar.value(b.column()) + ")";
    String more = "(" + grammar.value(a.column()) + ", " + grammar.value(b.column()) + ")";
    return dice.percent(60)
        ? left + " = " + row
        : left + (dice.percent(80) ? " in (" : " not in (") + row + ", " + more + ")";
  }

  private String truth(List<Out> visible) {
    List<Out> flags = visible.stream().filter(o -> o.kind() == Kind.BOOL).toList();
    if (flags.isEmpty()) {
      return dice.of(visible).sql() + " is " + (dice.percent(50) ? "null" : "not null");
    }
    String flag = dice.of(flags).sql();
    return dice.of(
        flag,
        "not " + flag,
        flag + " is true",
        flag + " is false",
        flag + " is not true",
        flag + " is not false",
        "coalesce(" + flag + ", true)");
  }

  private String other(List<Out> visible) {
    Out out = dice.of(visible);
    String value = grammar.value(out.column());
    return dice.<String>cases("other")
        .add(20, () -> out.sql() + dice.of(" < ", " > ", " <> ", " >= ") + value)
        .add(20, () -> out.sql() + (dice.percent(50) ? " is null" : " is not null"))
        .add(
            20,
            () -> "coalesce(" + out.sql() + ", " + grammar.constant(out.column()) + ") = " + value)
        .add(
            10,
            () -> "nullif(" + out.sql() + ", " + grammar.constant(out.column()) + ") = " + value)
        .add(
            10,
            () ->
                "case when "
                    + pin(visible)
                    + " then "
                    + out.sql()
                    + " = "
                    + value
                    + " else "
                    + dice.of("true", "false", "null")
                    + " end")
        .add(10, () -> out.sql() + dice.of(" <> ", " = ") + "all (array[" + values(out) + "])")
        .add(10, () -> out.sql() + " <> any (array[" + values(out) + "])")
        .pick();
  }
}
