package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        .add(12, () -> grammar.groups.grouped(depth, around, like))
        .add(4, () -> grammar.groups.ungrouped(depth, around, like))
        .add(7, () -> distinct(depth, around, like))
        .add(7, () -> grammar.groups.windowed(depth, around, like))
        .add(depth > 0 ? 10 : 2, () -> combined(depth, around, like))
        .add(depth > 0 ? 6 : 1, () -> with(depth, around, like))
        .add(depth > 0 ? 3 : 1, () -> new Recursion(grammar).select(around, like))
        .pick();
  }

  /** Without what ties its rows to each other. Values as they are stored only here. */
  Select plain(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = grammar.outputs.of(from.visible(), like, depth, around);
    return select("", outputs, from, depth, around, "");
  }

  /** The same, each value with one text. */
  Select shown(int depth, List<Out> around, Optional<List<Column>> like) {
    Sources.From from = grammar.sources.from(depth, around);
    List<Out> outputs = Outputs.canonical(grammar.outputs.of(from.visible(), like, depth, around));
    return select("", outputs, from, depth, around, "");
  }

  Select select(
      String distinct,
      List<Out> outputs,
      Sources.From from,
      int depth,
      List<Out> around,
      String tail) {
    String where = grammar.predicates.where(from.visible(), depth, around);
    return new Select(
        "select " + distinct + Outputs.list(outputs) + " from " + from.sql() + where + tail,
        outputs.stream().map(Out::column).toList());
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
    List<Out> outputs = Outputs.canonical(grammar.outputs.of(from.visible(), like, depth, around));
    if (dice.percent(40)) {
      return select("distinct ", outputs, from, depth, around, "");
    }
    Select select =
        select("distinct on (" + outputs.getFirst().sql() + ") ", outputs, from, depth, around, "");
    return new Select(
        select.sql() + select.totalOrder() + (dice.percent(15) ? limit() : ""), select.columns());
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
