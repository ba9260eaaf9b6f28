package io.plimsoll.system.facts;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.StandbyOptions;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A real Postgres and, once it is started, a standby of it. */
final class FactServers implements AutoCloseable {
  static final String DATABASE = "postgres";
  static final String READER_PASSWORD = "reader-password";
  static final Duration SOON = Duration.ofSeconds(30);
  private static final String STANDBY = "standby_1";

  final EmbeddedPostgres primary;
  final EmbeddedStandby standby;
  private final Watchdog watchdog = Watchdog.start();

  FactServers(Path folder, Map<String, String> settings) {
    Ports ports = new Ports();
    Binaries binaries = new Binaries(Layout.find().binaries());
    primary =
        new EmbeddedPostgres(
            binaries, folder.resolve("primary"), ports.next(), "secret", settings, watchdog);
    standby =
        new EmbeddedStandby(
            "the standby",
            binaries,
            primary,
            folder.resolve("standby"),
            ports.next(),
            StandbyOptions.of(STANDBY).withSlot(),
            watchdog);
  }

  /**
   * A primary whose standby is synchronous for those who ask for it: a commit waits for it only
   * after {@code set synchronous_commit = on}.
   */
  static FactServers withSynchronousStandby(Path folder) {
    FactServers servers =
        new FactServers(
            folder, Map.of("synchronous_standby_names", STANDBY, "synchronous_commit", "local"));
    servers.primary.start();
    servers.standby.start();
    return servers;
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = primary.connect(DATABASE)) {
      Sql.execute(connection, statements);
    }
  }

  /** The first column of the first row, on the primary, in a transaction of its own. */
  String value(String sql) throws SQLException {
    try (Connection connection = primary.connect(DATABASE)) {
      return Sql.value(connection, sql);
    }
  }

  String standbyValue(String sql) throws SQLException {
    try (Connection connection = standby.connect(DATABASE)) {
      return Sql.value(connection, sql);
    }
  }

  /** Everything in the WAL by now, flushed. */
  Lsn flushed() throws SQLException {
    return Lsn.parse(value("select pg_current_wal_flush_lsn()"));
  }

  void awaitReplayed(Lsn position) {
    await("replay of " + position)
        .atMost(SOON)
        .until(() ->
            Lsn.parse(standbyValue("select pg_last_wal_replay_lsn()")).compareTo(position) >= 0);
  }

  /** Plimsoll's own objects, for these tables. */
  void setUpOrigin(String... tables) throws SQLException {
    try (Connection connection = primary.connect(DATABASE)) {
      new OriginSetup()
          .apply(
              connection,
              Layout.find().originSql(),
              List.of(tables),
              Map.of("plimsoll_reader", READER_PASSWORD));
    } catch (OriginSetupException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    standby.close();
    primary.close();
    watchdog.close();
  }
}
