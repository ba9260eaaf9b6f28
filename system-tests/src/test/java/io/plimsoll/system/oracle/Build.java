package io.plimsoll.system.oracle;

import java.util.List;

/**
 * What makes a schema in a database.
 *
 * @param ddl statements, {@code create schema} the first
 * @param data statements that fill the tables; what violates a constraint is left out
 * @param tables to be watched
 */
record Build(String name, List<String> ddl, List<String> data, List<String> tables) {
  Build {
    ddl = List.copyOf(ddl);
    data = List.copyOf(data);
    tables = List.copyOf(tables);
  }

  Build withData(List<String> other) {
    return new Build(name, ddl, other, tables);
  }

  @Override
  public String toString() {
    return String.join(";\n", ddl) + ";\n" + String.join(";\n", data) + ";";
  }
}
