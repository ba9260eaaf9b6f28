package io.plimsoll.system.oracle;

import java.util.List;

/**
 * A table that can be written.
 *
 * @param name with its schema
 * @param key columns of the primary key, maybe none
 */
record Table(String name, List<Column> columns, List<String> key) {
  List<Column> writable() {
    return columns.stream().filter(c -> !c.generated()).toList();
  }

  Column column(String wanted) {
    return columns.stream().filter(c -> c.name().equals(wanted)).findFirst().orElseThrow();
  }

  /** A row as VALUES takes it. */
  String row(Dice dice, String schema) {
    return "("
        + String.join(", ", writable().stream().map(c -> c.literal(dice, schema)).toList())
        + ")";
  }

  String insert(Dice dice, String schema, int rows) {
    return "insert into %s (%s) values %s on conflict do nothing"
        .formatted(
            name,
            String.join(", ", writable().stream().map(Column::name).toList()),
            String.join(", ", dice.times(rows, () -> row(dice, schema))));
  }
}
