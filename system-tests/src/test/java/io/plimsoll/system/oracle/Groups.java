package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** GROUP BY, aggregates and windows. */
final class Groups {
  private final Grammar grammar;
  private final Dice dice;

  Groups(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  Select grouped(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> keys = dice.some(from.visible(), 1, 2);
    List<Out> known = new ArrayList<>(keys);
    List<Out> outputs = new ArrayList<>();
    if (like.isPresent()) {
      for (Column column : like.get()) {
        Out out = grammar.outputs.like(column, keys);
        boolean total = dice.percent(30) && column.kind() == Kind.INT;
        outputs.add(total ? new Out(grammar.outputs.aggregate(from.visible()).sql(), column) : out);
      }
    } else {
      outputs.addAll(known);
      outputs.add(grammar.outputs.aggregate(from.visible()));
    }
    String by = keys.stream().map(Out::sql).collect(Collectors.joining(", "));
    String clause =
        dice.<String>cases()
            .add(80, () -> by)
            .add(7, () -> "rollup (" + by + ")")
            .add(6, () -> "cube (" + by + ")")
            .add(7, () -> "grouping sets ((" + by + "), ())")
            .pick();
    String having = dice.percent(35) ? " having " + having(keys, from.visible()) : "";
    return grammar.selects.select(
        "", Outputs.canonical(outputs), from, depth, around, " group by " + clause + having);
  }

  private String having(List<Out> keys, List<Out> visible) {
    return dice.percent(30)
        ? grammar.predicates.any(keys, 0, List.of())
        : "count("
            + dice.of(visible).sql()
            + ") "
            + dice.of(">", "<", "=")
            + " "
            + dice.between(0, 2);
  }

  /** One group of all rows, or none; there is a group of no rows too. */
  Select ungrouped(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs =
        like.orElse(List.of(Column.of("x", Kind.INT))).stream()
            .map(c ->
                c.kind().family == Kind.Family.NUMBER && dice.percent(60)
                    ? new Out(
                        "("
                            + grammar.outputs.aggregate(from.visible()).sql()
                            + ")::"
                            + c.kind().type(grammar.schema.name()),
                        c)
                    : new Out(
                        "(" + grammar.value(c) + ")::" + c.kind().type(grammar.schema.name()), c))
            .toList();
    String having =
        dice.percent(60) ? " having " + dice.of("true", "count(*) < 2", "count(*) >= 0") : "";
    return grammar.selects.select("", Outputs.canonical(outputs), from, depth, around, having);
  }

  Select windowed(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = new ArrayList<>(grammar.outputs.of(from.visible(), like, depth, around));
    Out by = dice.percent(70) ? dice.of(outputs) : dice.of(from.visible());
    String partition = dice.percent(75) ? "partition by " + by.sql() : "";
    String order =
        " order by " + from.visible().stream().map(Out::plain).collect(Collectors.joining(", "));
    String call =
        dice.of(
            "row_number()",
            "count(*)",
            "sum(length(" + dice.of(from.visible()).plain() + "::text))");
    Out window =
        new Out("(" + call + " over (" + partition + order + "))::int", Column.of("x", Kind.INT));
    List<Out> shown = new ArrayList<>(Outputs.canonical(outputs));
    boolean needed = like.isPresent();
    if (!needed) {
      shown.add(window);
    } else if (shown.getLast().kind() == Kind.INT) {
      shown.set(shown.size() - 1, window);
    }
    return grammar.selects.select("", shown, from, depth, around, "");
  }
}
