package io.plimsoll.system.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Statements of one transaction; one that violates a constraint is left out by Postgres. */
record RandomTransaction(List<String> statements) {
  private static final String LEFT_OUT = "integrity_constraint_violation or program_limit_exceeded";

  static RandomTransaction of(Dice dice, RandomSchema schema) {
    int count =
        dice.<Integer>cases()
            .add(50, () -> 1)
            .add(30, () -> 2)
            .add(20, () -> dice.between(3, 4))
            .pick();
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Table table = dice.of(schema.tables());
      statements.add(
          dice.<String>cases()
              .add(
                  34,
                  () ->
                      table.insert(dice, schema.name(), dice.percent(70) ? 1 : dice.between(2, 3)))
              .add(46, () -> update(dice, schema, table))
              .add(18, () -> delete(dice, schema, table))
              .add(1, () -> "truncate " + table.name() + " cascade")
              .pick());
      if (statements.getLast().startsWith("truncate")) {
        statements.add(table.insert(dice, schema.name(), 5));
      }
    }
    return new RandomTransaction(statements);
  }

  private static String update(Dice dice, RandomSchema schema, Table table) {
    String set =
        dice.some(table.writable(), 1, dice.percent(70) ? 1 : 3).stream()
            .map(c -> c.name() + " = " + c.literal(dice, schema.name()))
            .collect(Collectors.joining(", "));
    return "update %s set %s%s".formatted(table.name(), set, where(dice, schema, table, 6));
  }

  private static String delete(Dice dice, RandomSchema schema, Table table) {
    return "delete from %s%s".formatted(table.name(), where(dice, schema, table, 2));
  }

  private static String where(Dice dice, RandomSchema schema, Table table, int all) {
    if (dice.percent(all)) {
      return "";
    }
    List<Column> by =
        table.key().isEmpty() || dice.percent(35)
            ? dice.some(table.writable(), 1, 1)
            : table.key().stream().map(table::column).toList();
    return by.stream()
        .map(c ->
            c.nullable() && dice.percent(15)
                ? c.name() + " is null"
                : c.name() + " = " + c.kind().literal(c.value(dice), schema.name()))
        .collect(Collectors.joining(" and ", " where ", ""));
  }

  /** All of it as one statement, which is one transaction. */
  String sql() {
    return statements.stream()
        .map(s -> "begin " + s + "; exception when " + LEFT_OUT + " then null; end;")
        .collect(Collectors.joining("\n", "do $oracle$ begin\n", "\nend $oracle$"));
  }
}
