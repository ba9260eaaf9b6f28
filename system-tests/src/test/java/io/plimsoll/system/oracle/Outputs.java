package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Select lists. */
final class Outputs {
  private final Grammar grammar;
  private final Dice dice;

  Outputs(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  static String list(List<Out> outputs) {
    List<String> parts = new ArrayList<>();
    for (Out out : outputs) {
      parts.add(out.sql() + " as c" + (parts.size() + 1));
    }
    return String.join(", ", parts);
  }

  static List<Out> canonical(List<Out> outputs) {
    return outputs.stream()
        .map(o -> new Out(o.plain(), Column.of("x", o.kind().plain()).ranging(o.column().range())))
        .toList();
  }

  List<Out> of(List<Out> visible, Optional<List<Column>> like, int depth, List<Out> around) {
    if (like.isPresent()) {
      return like.get().stream().map(c -> like(c, visible)).toList();
    }
    List<Out> outputs = new ArrayList<>(dice.some(visible, 1, 4));
    if (dice.percent(12)) {
      outputs.add(expression(visible, depth, around));
    }
    return outputs;
  }

  /** An expression of that kind, rather a column. */
  Out like(Column like, List<Out> visible) {
    List<Out> same = visible.stream().filter(o -> o.kind() == like.kind()).toList();
    List<Out> near = visible.stream().filter(o -> o.family() == like.kind().family).toList();
    String type = like.kind().type(grammar.schema.name());
    if (!same.isEmpty()) {
      return dice.of(same);
    }
    return near.isEmpty()
        ? new Out("(" + grammar.value(like) + ")::" + type, like)
        : new Out(dice.of(near).sql() + "::" + type, like);
  }

  private Out expression(List<Out> visible, int depth, List<Out> around) {
    Out out = dice.of(visible);
    Column column = Column.of("x", out.kind()).ranging(out.column().range());
    List<Out> known = new ArrayList<>(visible);
    known.addAll(around);
    return dice.<Out>cases("expression")
        .add(
            50,
            () ->
                new Out(
                    grammar.subqueries.scalar(out.column(), Math.max(0, depth - 1), known), column))
        .add(
            15,
            () ->
                new Out(
                    "coalesce(" + out.sql() + ", " + grammar.constant(out.column()) + ")", column))
        .add(
            15,
            () ->
                new Out(
                    "(case when "
                        + grammar.predicates.any(visible, depth - 1, around)
                        + " then "
                        + out.sql()
                        + " end)",
                    column))
        .add(
            10,
            () ->
                new Out(
                    "exists ("
                        + grammar.selects.any(Math.max(0, depth - 1), known, Optional.empty()).sql()
                        + ")",
                    Column.of("x", Kind.BOOL)))
        .add(
            10,
            () ->
                new Out(
                    "(" + grammar.value(column) + ")::" + out.kind().type(grammar.schema.name()),
                    column))
        .pick();
  }

  Out aggregate(List<Out> visible) {
    Out out = dice.of(visible);
    String filter =
        dice.percent(30)
            ? " filter (where " + grammar.predicates.any(visible, 0, List.of()) + ")"
            : "";
    String call =
        dice.<String>cases()
            .add(30, () -> "count(*)")
            .add(25, () -> "count(distinct " + out.plain() + ")")
            .add(25, () -> "count(" + out.sql() + ")")
            .add(20, () -> "sum(length(" + out.plain() + "::text))")
            .pick();
    return new Out("(" + call + filter + ")::int", Column.of("x", Kind.INT));
  }
}
