package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A query of the catalog, in the making.
 *
 * @param one whether it answers one object
 */
record RandomQuery(String name, String sql, boolean one, List<Params.Given> params) {
  /** Any query whose answer hangs on the data alone. */
  static RandomQuery of(Dice dice, RandomSchema schema, String name) {
    Grammar grammar = new Grammar(dice, schema, true);
    int depth = dice.<Integer>cases().add(30, () -> 0).add(54, () -> 1).add(16, () -> 2).pick();
    Select select = ordered(grammar, depth);
    boolean one = dice.percent(15);
    String sql = one ? "select * from (" + select.sql() + ") one limit 1" : select.sql();
    List<Params.Given> used =
        grammar.params.all().stream()
            .filter(p -> (sql + " ").matches("(?s).*:" + p.name() + "[^0-9].*"))
            .toList();
    return new RandomQuery(name, sql, one, used);
  }

  /** In a total order, each value with one text. */
  private static Select ordered(Grammar grammar, int depth) {
    Select select = grammar.selects.any(depth, List.of(), Optional.empty());
    String alias = grammar.name("t");
    List<Out> shown = Outputs.canonical(select.as(alias));
    boolean asItIs =
        shown.stream()
                .map(Out::column)
                .map(Column::kind)
                .toList()
                .equals(select.columns().stream().map(Column::kind).toList())
            && select.columns().stream().noneMatch(c -> c.kind() == Kind.NUMERIC);
    boolean bare = asItIs && !select.sql().contains("order by") && grammar.dice.percent(70);
    if (bare) {
      return new Select(select.sql() + select.totalOrder(), select.columns());
    }
    List<String> outputs = new ArrayList<>();
    for (Out out : shown) {
      outputs.add(out.sql() + " as c" + (outputs.size() + 1));
    }
    Select outer =
        new Select(
            "select "
                + String.join(", ", outputs)
                + " from ("
                + select.sql()
                + ") "
                + alias
                + grammar.predicates.where(select.as(alias), 0, List.of()),
            select.columns());
    return new Select(outer.sql() + outer.totalOrder(), outer.columns());
  }

  /** Views over tables and views. */
  static void views(Dice dice, RandomSchema schema, BiPredicate<String, String> create) {
    int count = dice.between(1, 3);
    for (int i = 0; i < count; i++) {
      Grammar grammar = new Grammar(dice, schema, false);
      Select select = grammar.selects.any(dice.below(2), List.of(), Optional.empty());
      List<Column> columns = new ArrayList<>();
      for (Column column : select.columns()) {
        columns.add(
            new Column(
                "c" + (columns.size() + 1),
                column.kind(),
                true,
                column.few(),
                column.range(),
                false));
      }
      String view = schema.name() + ".v" + i;
      String ddl = RandomSchema.CREATE_VIEW + view + " as " + select.sql();
      if (create.test(view, ddl)) {
        schema.view(view, ddl, columns);
      }
    }
  }

  /** As a file has it. */
  String yaml() {
    StringBuilder text = new StringBuilder("  " + name + ":\n    get: /" + name + "\n");
    text.append("    one: ").append(one).append("\n");
    if (!params.isEmpty()) {
      text.append("    params:\n");
    }
    for (Params.Given given : params) {
      text.append("      ")
          .append(given.name())
          .append(": { type: ")
          .append("\"")
          .append(given.catalogType())
          .append('"');
      text.append(given.column().kind() == Kind.LONG ? ", max: 3000" : "");
      text.append(given.nullable() ? ", default: null }\n" : " }\n");
    }
    return text.append("    sql: \"")
        .append(sql.replace("\\", "\\\\").replace("\"", "\\\""))
        .append("\"\n")
        .toString();
  }
}
