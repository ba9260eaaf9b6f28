package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries in expressions. */
final class Subqueries {
  private final Grammar grammar;
  private final Dice dice;

  Subqueries(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  private List<Out> known(List<Out> visible, List<Out> around) {
    List<Out> all = new ArrayList<>(visible);
    all.addAll(around);
    return all;
  }

  String condition(List<Out> visible, int depth, List<Out> around) {
    List<Out> known = dice.percent(80) ? known(visible, around) : List.of();
    Out out = dice.of(visible);
    List<Column> one = List.of(out.column());
    int inner = Math.max(0, depth - 1);
    return dice.<String>cases("subquery")
        .add(
            30,
            () ->
                "exists ("
                    + grammar.selects.any(inner, known(visible, around), Optional.empty()).sql()
                    + ")")
        .add(
            18,
            () ->
                "not exists ("
                    + grammar.selects.any(inner, known(visible, around), Optional.empty()).sql()
                    + ")")
        .add(25, () -> out.sql() + " in (" + select(inner, known, one) + ")")
        .add(12, () -> out.sql() + " not in (" + select(inner, known, one) + ")")
        .add(5, () -> grammar.value(out.column()) + " in (" + select(inner, known, one) + ")")
        .add(6, () -> pairIn(visible, inner, known))
        .add(6, () -> out.sql() + " = any (array(" + select(inner, known, one) + "))")
        .add(9, () -> out.sql() + " = " + scalar(out.column(), inner, known))
        .add(6, () -> count(inner, known(visible, around)))
        .add(3, () -> out.sql() + " is not distinct from " + scalar(out.column(), inner, known))
        .add(
            3,
            () ->
                out.sql()
                    + dice.of(" <> all (", " = all (", " < any (")
                    + select(inner, known, one)
                    + ")")
        .pick();
  }

  private String select(int depth, List<Out> known, List<Column> like) {
    return grammar.selects.any(depth, known, Optional.of(like)).sql();
  }

  private String count(int depth, List<Out> known) {
    Select select = grammar.selects.any(depth, known, Optional.empty());
    return "(select count(*) from (" + select.sql() + ") x) " + dice.of("= 0", "= 1", "> 1");
  }

  private String pairIn(List<Out> visible, int depth, List<Out> known) {
    Out a = dice.of(visible);
    Out b = dice.of(visible);
    return "(%s, %s) %s (%s)"
        .formatted(
            a.sql(),
            b.sql(),
            dice.percent(80) ? "in" : "not in",
            select(depth, known, List.of(a.column(), b.column())));
  }

  /** With one row at most. */
  String scalar(Column like, int depth, List<Out> known) {
    Select select = grammar.selects.shown(depth, known, Optional.of(List.of(like)));
    return dice.percent(30) && like.kind() != Kind.UUID && like.kind() != Kind.BOOL
        ? "(select max(x.c1) from (" + select.sql() + ") x)"
        : "(" + select.sql() + " order by 1 limit 1)";
  }
}
