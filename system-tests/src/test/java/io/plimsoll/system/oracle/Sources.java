package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** FROM. */
final class Sources {
  /**
   * A FROM clause.
   *
   * @param visible what its columns are called there
   */
  record From(String sql, List<Out> visible) {}

  private final Grammar grammar;
  private final Dice dice;

  Sources(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  /**
   * @param depth how deep queries may still be nested
   * @param around what queries around it show
   */
  From from(int depth, List<Out> around) {
    int count = dice.<Integer>cases().add(45, () -> 1).add(40, () -> 2).add(15, () -> 3).pick();
    From all = item(depth, around);
    for (int i = 1; i < count; i++) {
      all = join(all, depth, around);
    }
    return dice.percent(10) ? list(all, item(depth, around)) : all;
  }

  private static From list(From left, From right) {
    List<Out> visible = new ArrayList<>(left.visible());
    visible.addAll(right.visible());
    return new From(left.sql() + ", " + right.sql(), visible);
  }

  private From join(From left, int depth, List<Out> around) {
    boolean lateral = depth > 0 && dice.percent(15);
    From right = lateral ? lateral(left, depth, around) : item(depth, around);
    if (!lateral && depth > 0 && dice.percent(15)) {
      From both = joined(right, item(depth, around), depth, around, false);
      right = new From("(" + both.sql() + ")", both.visible());
    }
    return joined(left, right, depth, around, lateral);
  }

  private From joined(From left, From right, int depth, List<Out> around, boolean lateral) {
    List<Out> visible = new ArrayList<>(left.visible());
    visible.addAll(right.visible());
    Optional<From> using = dice.percent(10) ? using(left, right, lateral) : Optional.empty();
    if (using.isPresent()) {
      return using.get();
    }
    String kind =
        lateral
            ? dice.of("join", "left join")
            : dice.<String>cases("join")
                .add(30, () -> "join")
                .add(30, () -> "left join")
                .add(12, () -> "right join")
                .add(12, () -> "full join")
                .add(8, () -> "cross join")
                .pick();
    if (kind.equals("cross join")) {
      return new From(left.sql() + " cross join " + right.sql(), visible);
    }
    String on =
        kind.equals("full join")
            ? grammar.predicates.pair(left.visible(), right.visible()).orElse("true")
            : grammar.predicates.on(left.visible(), right.visible(), depth, around);
    return new From(left.sql() + " " + kind + " " + right.sql() + " on " + on, visible);
  }

  /** Columns that both sides have under one name, each once. */
  private Optional<From> using(From left, From right, boolean lateral) {
    for (Out l : left.visible()) {
      for (Out r : right.visible()) {
        String name = bare(l);
        boolean once =
            left.visible().stream().filter(o -> bare(o).equals(name)).count() == 1
                && right.visible().stream().filter(o -> bare(o).equals(name)).count() == 1;
        if (once
            && name.equals(bare(r))
            && l.family() == r.family()
            && l.kind().fit()
            && r.kind().fit()) {
          return Optional.of(using(left, right, name, l.column(), lateral));
        }
      }
    }
    return Optional.empty();
  }

  /** As a query, so that the name which both have meant is not used again. */
  private From using(From left, From right, String name, Column column, boolean lateral) {
    String kind = lateral ? "left join" : dice.of("join", "left join", "right join", "full join");
    List<Out> outs = new ArrayList<>();
    outs.add(new Out(name, column));
    outs.addAll(dice.some(left.visible(), 1, 3));
    outs.addAll(dice.some(right.visible(), 1, 3));
    List<String> list = new ArrayList<>();
    for (Out out : outs) {
      list.add(out.sql() + " as c" + (list.size() + 1));
    }
    String alias = grammar.name("u");
    Select select = new Select("", outs.stream().map(Out::column).toList());
    return new From(
        "(select %s from %s %s %s using (%s)) %s"
            .formatted(String.join(", ", list), left.sql(), kind, right.sql(), name, alias),
        select.as(alias));
  }

  private static String bare(Out out) {
    return out.sql().substring(out.sql().lastIndexOf('.') + 1);
  }

  private From lateral(From left, int depth, List<Out> around) {
    List<Out> known = new ArrayList<>(around);
    known.addAll(left.visible());
    String alias = grammar.name("l");
    Select select = grammar.selects.any(depth - 1, known, Optional.empty());
    return new From("lateral (" + select.sql() + ") " + alias, select.as(alias));
  }

  private From item(int depth, List<Out> around) {
    if (depth > 0 && dice.percent(30)) {
      String alias = grammar.name("q");
      Select select = grammar.selects.any(depth - 1, around, Optional.empty());
      return new From("(" + select.sql() + ") " + alias, select.as(alias));
    }
    if (dice.percent(3)) {
      return values();
    }
    List<RandomSchema.Relation> withs = grammar.withs;
    return relation(
        !withs.isEmpty() && dice.percent(50) ? dice.of(withs) : dice.of(grammar.schema.readable()));
  }

  From relation(RandomSchema.Relation relation) {
    String alias = grammar.name("a");
    return new From(
        relation.name() + " " + alias,
        relation.columns().stream().map(c -> new Out(alias + "." + c.name(), c)).toList());
  }

  private From values() {
    String alias = grammar.name("v");
    Column column = Column.of("x", dice.of(Kind.INT, Kind.TEXT));
    String rows =
        String.join(", ", dice.times(dice.between(1, 3), () -> "(" + grammar.value(column) + ")"));
    return new From(
        "(values " + rows + ") " + alias + "(x)", List.of(new Out(alias + ".x", column)));
  }
}
