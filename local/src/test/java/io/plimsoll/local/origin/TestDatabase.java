package io.plimsoll.local.origin;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A database of a running server, with the setup's files at hand.
 *
 * @param url of the database, without credentials
 * @param password of postgres and of every role that tests make
 */
record TestDatabase(String url, String password) {
  static final Path FILES = Path.of("..", "infra", "postgres");
  static final Path EXAMPLES = Path.of("..", "examples");

  /** A new, empty database on the same server. */
  TestDatabase fresh(String name) throws SQLException {
    run("drop database if exists " + name + " with (force)", "create database " + name);
    return new TestDatabase(url.substring(0, url.lastIndexOf('/') + 1) + name, password);
  }

  List<String> setUp(String... tables) throws SQLException, OriginSetupException {
    try (Connection connection = as("postgres")) {
      return new OriginSetup().apply(connection, FILES, List.of(tables), passwords());
    }
  }

  Map<String, String> passwords() {
    return Map.of(
        "plimsoll_reader",
        password,
        "plimsoll_writer",
        password,
        "plimsoll_capture",
        password,
        "plimsoll_admin",
        password);
  }

  Connection as(String role) throws SQLException {
    return DriverManager.getConnection(url, role, password);
  }

  /** Runs statements as the superuser, each in its own transaction. */
  void run(String... statements) throws SQLException {
    runAs("postgres", statements);
  }

  void runAs(String role, String... statements) throws SQLException {
    try (Connection connection = as(role)) {
      for (String sql : statements) {
        execute(connection, sql);
      }
    }
  }

  /** The first column of the answer, as the superuser. */
  List<String> column(String sql) throws SQLException {
    return columnAs("postgres", sql);
  }

  List<String> columnAs(String role, String sql) throws SQLException {
    try (Connection connection = as(role)) {
      return column(connection, sql);
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static List<String> column(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> values = new ArrayList<>();
      while (rows.next()) {
        values.add(String.valueOf(rows.getString(1)));
      }
      return values;
    }
  }
}
