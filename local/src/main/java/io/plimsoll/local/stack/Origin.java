package io.plimsoll.local.stack;

import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.ServerException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The stack's Postgres, its own or another's: reached, set up, and left without a slot that nobody
 * reads.
 */
final class Origin {
  private static final String SLOT = "plimsoll";
  private static final String INVALID_PASSWORD = "28P01";

  private final Servers servers;
  private final OriginStep step;
  private final Credentials credentials;
  private final StackListener listener;

  Origin(Servers servers, OriginStep step, Credentials credentials, StackListener listener) {
    this.servers = servers;
    this.step = step;
    this.credentials = credentials;
    this.listener = listener;
  }

  /** Sets up a Postgres given by URL, before anything is started: most things can be wrong here. */
  void requireReachable() {
    if (servers.postgres.isEmpty()) {
      setUp();
    }
  }

  /** Starts and sets up the embedded Postgres; another's is ready already. */
  void start() {
    if (servers.postgres.isPresent()) {
      EmbeddedPostgres postgres = servers.postgres.get();
      postgres.start();
      createDatabase(postgres);
      setUp();
    }
  }

  /**
   * Kept data may have slots of standbys that are not started again, and would keep all WAL; those
   * that are get new ones, and are copied anew.
   */
  void dropStandbySlots() {
    if (servers.postgres.isEmpty()) {
      return;
    }
    servers.standbys.forEach(EmbeddedStandby::discard);
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "select pg_drop_replication_slot(slot_name) from pg_replication_slots where starts_with(slot_name, ?)")) {
      statement.setString(1, Servers.STANDBY_SLOTS);
      statement.execute();
    } catch (SQLException e) {
      throw new ServerException("cannot drop the slots of earlier standbys: " + e.getMessage(), e);
    }
  }

  private static void createDatabase(EmbeddedPostgres postgres) {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select 1 from pg_database where datname = '%s'".formatted(Servers.DATABASE))) {
      if (!found.next()) {
        statement.execute("create database " + Servers.DATABASE);
      }
    } catch (SQLException e) {
      throw new ServerException(
          "cannot create the database %s: %s".formatted(Servers.DATABASE, e.getMessage()), e);
    }
  }

  private void setUp() {
    try (Connection connection = connect()) {
      step.apply(connection, credentials.roles()).forEach(listener::notice);
    } catch (SQLException e) {
      throw new ServerException("the connection to Postgres failed: " + e.getMessage(), e);
    }
  }

  private Connection connect() {
    PostgresUrl url = servers.endpoints.postgres();
    Properties properties = new Properties();
    properties.setProperty("user", url.user());
    properties.setProperty("password", url.password());
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "20");
    properties.setProperty("ApplicationName", "plimsoll-up");
    try {
      return DriverManager.getConnection(url.jdbcUrl(), properties);
    } catch (SQLException e) {
      throw new ServerException(unreachable(url, e), e);
    }
  }

  private static String unreachable(PostgresUrl url, SQLException e) {
    if (INVALID_PASSWORD.equals(e.getSQLState())) {
      return "Postgres at %s refuses the password of %s; check --postgres or PGPASSWORD"
          .formatted(url.address(), url.user());
    }
    return "Postgres at %s cannot be used: %s; check --postgres"
        .formatted(url.address(), e.getMessage());
  }

  /**
   * Drops the slot on another's server when what would resume it is thrown away: an abandoned slot
   * keeps all WAL until the disk is full.
   */
  void release(boolean temporaryData) {
    if (servers.postgres.isPresent() || !servers.services.containsKey(Service.CDC)) {
      return;
    }
    if (!temporaryData) {
      listener.notice(
          "the replication slot %s stays on %s for the next start; without one, drop it: select pg_drop_replication_slot('%s')"
              .formatted(SLOT, servers.endpoints.postgres().address(), SLOT));
      return;
    }
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = '%s' and not active"
              .formatted(SLOT));
    } catch (SQLException | ServerException e) {
      listener.notice(
          "the replication slot %s may be left on %s and would keep its WAL: %s"
              .formatted(SLOT, servers.endpoints.postgres().address(), e.getMessage()));
    }
  }
}
