package io.plimsoll.system.oracle;

import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** Makes schemas in the origin. */
final class Stage {
  private final Origin origin;
  private final Connection operator;

  Stage(Origin origin, Connection operator) {
    this.origin = origin;
    this.operator = operator;
  }

  /** A random schema with views that show something. */
  RandomSchema random(Dice dice, String name) throws SQLException {
    RandomSchema schema = new RandomSchema(dice, name);
    fill(schema.build());
    RandomQuery.views(dice, schema, this::shows);
    setUp(schema.build());
    return schema;
  }

  /** All of it, and nothing else under its name. */
  void make(Build build) throws SQLException {
    fill(build);
    setUp(build);
  }

  private void fill(Build build) throws SQLException {
    drop(build.name());
    for (String ddl : build.ddl()) {
      Origin.execute(operator, ddl);
    }
    Origin.execute(operator, new RandomTransaction(build.data()).sql());
  }

  private void setUp(Build build) throws SQLException {
    try {
      new OriginSetup().apply(operator, origin.setup(), build.tables(), Map.of());
    } catch (OriginSetupException e) {
      throw new SQLException("setup of " + build, e);
    }
    Origin.execute(
        operator,
        "grant select on all tables in schema %s to plimsoll_reader".formatted(build.name()));
  }

  void drop(String name) throws SQLException {
    Origin.execute(operator, "drop schema if exists " + name + " cascade");
  }

  /** Makes a view; one that Postgres refuses, or that is empty, is none. */
  private boolean shows(String view, String create) {
    try (Statement statement = operator.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(create);
      try (ResultSet row = statement.executeQuery("select exists (select from " + view + ")")) {
        row.next();
        if (row.getBoolean(1)) {
          return true;
        }
      }
      statement.execute("drop view " + view);
      return false;
    } catch (SQLException e) {
      return false;
    }
  }
}
