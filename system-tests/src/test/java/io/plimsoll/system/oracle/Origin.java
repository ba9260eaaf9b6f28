package io.plimsoll.system.oracle;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** A database with one logical slot: connections to it. */
record Origin(String url, String password, String readerPassword, Path setup) {
  static final String OPERATOR = "postgres";

  Connection operator() throws SQLException {
    Connection connection = DriverManager.getConnection(url, OPERATOR, password);
    execute(connection, "set synchronous_commit = off");
    return connection;
  }

  /** As the API reads. */
  Connection reader() throws SQLException {
    Connection connection = DriverManager.getConnection(url, "plimsoll_reader", readerPassword);
    execute(
        connection,
        "set statement_timeout = 1000; set jit = off; set plan_cache_mode = force_generic_plan; set join_collapse_limit = 4; set from_collapse_limit = 4");
    return connection;
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(sql);
    }
  }

  static Map<Long, String> types(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select oid::bigint, case when typtype = 'e' then 'text' else typname::text end from pg_type")) {
      Map<Long, String> types = new HashMap<>();
      while (row.next()) {
        types.put(row.getLong(1), row.getString(2));
      }
      return types;
    }
  }
}
