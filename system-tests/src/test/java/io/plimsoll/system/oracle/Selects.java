package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** SELECT in all its forms. */
final class Selects {
  private final Grammar grammar;
  private final Dice dice;

  Selects(Grammar grammar) {
    this.grammar = grammar;
    this.dice = grammar.dice;
  }

  /**
   * Some query.
   *
   * @param depth how deep queries may be nested in it
   * @param around what queries around it show
   * @param like what its columns must be like, if that matters
   */
  Select any(int depth, List<Out> around, Optional<List<Column>> like) {
    return dice.<Select>cases("select")
        .add(42, () -> plain(depth, around, like))
        .add(14, () -> limited(depth, around, like))
        .add(12, () -> grouped(depth, around, like))
        .add(4, () -> havingOnly(depth, around, like))
        .add(7, () -> distinct(depth, around, like))
        .add(7, () -> windowed(depth, around, like))
        .add(depth > 0 ? 10 : 2, () -> combined(depth, around, like))
        .add(depth > 0 ? 6 : 1, () -> with(depth, around, like))
        .add(depth > 0 ? 3 : 1, () -> new Recursion(grammar).select(around, like))
        .pick();
  }

  /** Without what ties its rows to each other. Values as they are stored only here. */
  Select plain(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = outputs(from.visible(), like, depth, around);
    return select("", outputs, from, depth, around, "");
  }

  /** The same, each value with one text. */
  Select shown(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = canonical(outputs(from.visible(), like, depth, around));
    return select("", outputs, from, depth, around, "");
  }

  private Select select(
      String distinct,
      List<Out> outputs,
      Sources.From from,
      int depth,
      List<Out> around,
      String tail) {
    String where = grammar.predicates.where(from.visible(), depth, around);
    return new Select(
        "select " + distinct + list(outputs) + " from " + from.sql() + where + tail,
        outputs.stream().map(Out::column).toList());
  }

  private static String list(List<Out> outputs) {
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

  private List<Out> outputs(
      List<Out> visible, Optional<List<Column>> like, int depth, List<Out> around) {
    if (like.isPresent()) {
      return like.get().stream().map(c -> of(c, visible)).toList();
    }
    List<Out> outputs = new ArrayList<>(dice.some(visible, 1, 4));
    if (dice.percent(12)) {
      outputs.add(expression(visible, depth, around));
    }
    return outputs;
  }

  /** An expression of that kind, rather a column. */
  private Out of(Column like, List<Out> visible) {
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
                    "exists (" + any(Math.max(0, depth - 1), known, Optional.empty()).sql() + ")",
                    Column.of("x", Kind.BOOL)))
        .add(
            10,
            () ->
                new Out(
                    "(" + grammar.value(column) + ")::" + out.kind().type(grammar.schema.name()),
                    column))
        .pick();
  }

  private Select limited(int depth, List<Out> around, Optional<List<Column>> like) {
    Select select = shown(depth, around, like);
    return new Select(select.sql() + select.totalOrder() + limit(), select.columns());
  }

  String limit() {
    String limit = " limit " + dice.between(1, 3);
    return dice.percent(25)
        ? limit + " offset " + dice.between(1, 2)
        : dice.percent(15) ? " offset 1" : limit;
  }

  private Select distinct(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = canonical(outputs(from.visible(), like, depth, around));
    if (dice.percent(40)) {
      return select("distinct ", outputs, from, depth, around, "");
    }
    Select select =
        select("distinct on (" + outputs.getFirst().sql() + ") ", outputs, from, depth, around, "");
    return new Select(
        select.sql() + select.totalOrder() + (dice.percent(15) ? limit() : ""), select.columns());
  }

  private Select grouped(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> keys = dice.some(from.visible(), 1, 2);
    List<Out> known = new ArrayList<>(keys);
    List<Out> outputs = new ArrayList<>();
    if (like.isPresent()) {
      for (Column column : like.get()) {
        Out out = of(column, keys);
        boolean total = dice.percent(30) && column.kind() == Kind.INT;
        outputs.add(total ? new Out(aggregate(from.visible()).sql(), column) : out);
      }
    } else {
      outputs.addAll(known);
      outputs.add(aggregate(from.visible()));
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
    return select("", canonical(outputs), from, depth, around, " group by " + clause + having);
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
  private Select havingOnly(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs =
        like.orElse(List.of(Column.of("x", Kind.INT))).stream()
            .map(c ->
                c.kind().family == Kind.Family.NUMBER && dice.percent(60)
                    ? new Out(
                        "("
                            + aggregate(from.visible()).sql()
                            + ")::"
                            + c.kind().type(grammar.schema.name()),
                        c)
                    : new Out(
                        "(" + grammar.value(c) + ")::" + c.kind().type(grammar.schema.name()), c))
            .toList();
    String having =
        dice.percent(60) ? " having " + dice.of("true", "count(*) < 2", "count(*) >= 0") : "";
    return select("", canonical(outputs), from, depth, around, having);
  }

  private Out aggregate(List<Out> visible) {
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

  private Select windowed(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = new ArrayList<>(outputs(from.visible(), like, depth, around));
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
    List<Out> shown = new ArrayList<>(canonical(outputs));
    boolean needed = like.isPresent();
    if (!needed) {
      shown.add(window);
    } else if (shown.getLast().kind() == Kind.INT) {
      shown.set(shown.size() - 1, window);
    }
    return select("", shown, from, depth, around, "");
  }

  private Select combined(int depth, List<Out> around, Optional<List<Column>> like) {
    Select first = part(depth, around, like);
    String sql = "(" + first.sql() + ")";
    for (int i = dice.between(1, 2); i > 0; i--) {
      Select next = part(depth, around, Optional.of(first.columns()));
      String operator =
          dice.of(
              "union",
              "union all",
              "union all",
              "intersect",
              "intersect all",
              "except",
              "except all");
      sql = sql + " " + operator + " (" + next.sql() + ")";
    }
    Select all = new Select(sql, first.columns());
    return dice.percent(12) ? new Select(sql + all.totalOrder() + limit(), all.columns()) : all;
  }

  private Select part(int depth, List<Out> around, Optional<List<Column>> like) {
    Select part =
        depth > 0 && dice.percent(40)
            ? any(depth - 1, around, like)
            : shown(Math.max(0, depth - 1), around, like);
    return part.columns().stream()
            .allMatch(c -> c.kind() == c.kind().plain() && c.kind() != Kind.NUMERIC)
        ? part
        : shown(
            Math.max(0, depth - 1),
            around,
            like.or(() ->
                Optional.of(
                    part.columns().stream()
                        .map(c -> c.kind().fit() ? c : Column.of("x", Kind.TEXT))
                        .toList())));
  }

  private Select with(int depth, List<Out> around, Optional<List<Column>> like) {
    int before = grammar.withs.size();
    List<String> definitions = new ArrayList<>();
    for (int i = dice.between(1, 2); i > 0; i--) {
      String name = grammar.name("w");
      Select body = any(Math.max(0, depth - 1), around, Optional.empty());
      definitions.add(
          name
              + " as "
              + dice.of("", "materialized ", "not materialized ")
              + "("
              + body.sql()
              + ")");
      List<Column> columns = new ArrayList<>();
      for (Column column : body.columns()) {
        columns.add(
            new Column(
                "c" + (columns.size() + 1),
                column.kind(),
                true,
                column.few(),
                column.range(),
                false));
      }
      grammar.withs.add(new RandomSchema.Relation(name, columns));
    }
    Select main = any(Math.max(0, depth - 1), around, like);
    grammar.withs.subList(before, grammar.withs.size()).clear();
    String sql =
        main.sql().startsWith("with ")
            ? "select * from (" + main.sql() + ") " + grammar.name("z")
            : main.sql();
    return new Select("with " + String.join(", ", definitions) + " " + sql, main.columns());
  }
}
