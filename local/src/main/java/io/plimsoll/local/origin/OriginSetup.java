package io.plimsoll.local.origin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/**
 * Makes a Postgres an origin by running {@code infra/postgres/*.sql}, the files that an operator
 * may run with psql instead. Each call is one transaction: it does all or nothing. Stateless and
 * thread-safe; the connection is the caller's and stays open.
 */
public final class OriginSetup {
  /** The roles that the files make; the only ones whose password {@link #apply} sets. */
  public static final Set<String> ROLES =
      Set.of("plimsoll_reader", "plimsoll_writer", "plimsoll_capture", "plimsoll_admin");

  private static final String NOT_READY = "55000";
  private static final String DUPLICATE_TABLE = "42P07";
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  /**
   * Runs the files in name order, then sets the passwords. Running it again changes nothing but the
   * passwords' salts, or adds the tables that are new.
   *
   * @param operator a superuser's connection to the primary
   * @param files the folder {@code infra/postgres}
   * @param tables {@code schema.name} as in the Postgres catalog; without a schema it is in public
   * @param passwords of {@link #ROLES}; roles not named keep what they have. They leave this
   *     process only as SCRAM verifiers, so no server log can show them
   * @return what Postgres had to say, such as a replica identity that was changed
   * @throws OriginSetupException with one line for each thing that is missing
   */
  public List<String> apply(
      Connection operator, Path files, List<String> tables, Map<String, String> passwords)
      throws OriginSetupException {
    passwords.keySet().forEach(OriginSetup::requireOwnRole);
    List<Path> scripts = scripts(files);
    return inTransaction(
        operator,
        () -> {
          configure(operator, "plimsoll.tables", quotedList(tables));
          // A table in use must not make every other session queue behind the setup.
          configure(operator, "lock_timeout", "10s");
          List<String> notices = new ArrayList<>();
          for (Path script : scripts) {
            notices.addAll(run(operator, script));
          }
          for (var password : new TreeMap<>(passwords).entrySet()) {
            operator
                .unwrap(PGConnection.class)
                .alterUserPassword(
                    password.getKey(), password.getValue().toCharArray(), "scram-sha-256");
          }
          return notices;
        });
  }

  /**
   * Runs {@code schema.sql} and {@code data.sql} of an example, unless its tables are there.
   *
   * @return false when a table of the example exists already: nothing was changed
   */
  public boolean loadExample(Connection operator, Path example) throws OriginSetupException {
    try {
      return inTransaction(
          operator,
          () -> {
            run(operator, example.resolve("schema.sql"));
            run(operator, example.resolve("data.sql"));
            return true;
          });
    } catch (OriginSetupException e) {
      if (e.getCause() instanceof SQLException sql && DUPLICATE_TABLE.equals(sql.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private interface Work<T> {
    T run() throws SQLException, OriginSetupException;
  }

  private static <T> T inTransaction(Connection connection, Work<T> work)
      throws OriginSetupException {
    try {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      try {
        T result = work.run();
        connection.commit();
        return result;
      } catch (SQLException | OriginSetupException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException e) {
      throw failure("setup of the origin", e);
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static List<String> run(Connection connection, Path script) throws OriginSetupException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(script));
      return notices(statement.getWarnings());
    } catch (IOException e) {
      throw new OriginSetupException("origin-setup-failed", script + " cannot be read", e);
    } catch (SQLException e) {
      throw failure(script.getFileName().toString(), e);
    }
  }

  /** Own notices have the plain state; "already exists, skipping" has another and tells nothing. */
  private static List<String> notices(@org.jspecify.annotations.Nullable SQLWarning first) {
    List<String> notices = new ArrayList<>();
    for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
      if ("00000".equals(warning.getSQLState())) {
        notices.add(warning.getMessage());
      }
    }
    return notices;
  }

  private static void configure(Connection connection, String setting, String value)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select set_config(?, ?, true)")) {
      statement.setString(1, setting);
      statement.setString(2, value);
      statement.execute();
    }
  }

  private static List<Path> scripts(Path folder) throws OriginSetupException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> scripts = files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
      if (scripts.isEmpty()) {
        throw new OriginSetupException("origin-setup-failed", folder + " has no .sql files");
      }
      return scripts;
    } catch (IOException e) {
      throw new OriginSetupException("origin-setup-failed", folder + " cannot be read", e);
    }
  }

  private static String quotedList(List<String> tables) {
    return tables.stream().map(OriginSetup::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String table) {
    int dot = table.indexOf('.');
    String schema = dot < 0 ? "public" : table.substring(0, dot);
    return identifier(schema) + "." + identifier(table.substring(dot + 1));
  }

  private static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  private static void requireOwnRole(String role) {
    if (!ROLES.contains(role)) {
      throw new IllegalArgumentException(
          "not a role of Plimsoll: " + role + ", must be of " + ROLES);
    }
  }

  private static OriginSetupException failure(String what, SQLException e) {
    String message =
        e instanceof org.postgresql.util.PSQLException p && p.getServerErrorMessage() != null
            ? String.valueOf(p.getServerErrorMessage().getMessage())
            : String.valueOf(e.getMessage());
    return switch (String.valueOf(e.getSQLState())) {
      case NOT_READY -> new OriginSetupException("origin-not-ready", message, e);
      case LOCK_NOT_AVAILABLE ->
          new OriginSetupException(
              "origin-setup-failed",
              what
                  + ": a table is locked by a running transaction for 10 s: "
                  + message
                  + "; end the transaction or try again",
              e);
      default -> new OriginSetupException("origin-setup-failed", what + ": " + message, e);
    };
  }
}
