package io.plimsoll.system.oracle;

import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** A random schema, made in the origin. */
final class Stage {
  private Stage() {}

  static RandomSchema make(Origin origin, Connection operator, Dice dice, String name)
      throws SQLException {
    RandomSchema schema = new RandomSchema(dice, name);
    Origin.execute(operator, "drop schema if exists " + name + " cascade");
    for (String ddl : schema.ddl()) {
      Origin.execute(operator, ddl);
    }
    for (List<String> rows : schema.data()) {
      Origin.execute(operator, RandomTransaction.script(rows));
    }
    List<String> tables = schema.readable().stream().map(RandomSchema.Relation::name).toList();
    RandomQuery.views(dice, schema, sql -> attempt(operator, sql));
    try {
      new OriginSetup().apply(operator, origin.setup(), tables, Map.of());
    } catch (OriginSetupException e) {
      throw new SQLException("setup of " + schema.ddl(), e);
    }
    Origin.execute(
        operator,
        "grant usage on schema %s to plimsoll_reader; grant select on all tables in schema %s to plimsoll_reader"
            .formatted(name, name));
    return schema;
  }

  /** A view that is empty makes all that read it empty. */
  private static boolean hasRows(Connection operator, String create) throws SQLException {
    String name = create.split(" ", 4)[2];
    try (Statement statement = operator.createStatement();
        ResultSet row = statement.executeQuery("select exists (select from " + name + ")")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static boolean attempt(Connection operator, String sql) {
    try {
      Origin.execute(operator, sql);
      return hasRows(operator, sql);
    } catch (SQLException e) {
      return false;
    }
  }
}
