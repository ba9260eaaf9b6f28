package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A hot standby of an {@link EmbeddedPostgres}, which runs when this first starts: copied from it,
 * then kept up by streaming replication. Roles and passwords are the primary's.
 *
 * <p>{@code select pg_wal_replay_pause()} and {@code pg_wal_replay_resume()} hold back and let go
 * what it shows. {@link #stop}, {@link #kill} and {@link #start} keep its files; it catches up. The
 * slot, if any, stays on the primary when this is closed.
 */
public final class EmbeddedStandby extends Server {
  private static final String SIGNAL_FILE = "standby.signal";
  private static final int PROMOTION_SECONDS = 30;

  private final PostgresFolder cluster;
  private final EmbeddedPostgres primary;
  private final StandbyOptions options;

  /**
   * @param name what people call this part
   * @param folder holds the copy in {@code pgdata} and the log
   */
  public EmbeddedStandby(
      String name,
      Binaries binaries,
      EmbeddedPostgres primary,
      Path folder,
      int port,
      StandbyOptions options,
      Watchdog watchdog) {
    super(name, watchdog, Signal.INT);
    this.cluster = new PostgresFolder(binaries, folder, port);
    this.primary = primary;
    this.options = options;
  }

  public int port() {
    return cluster.port();
  }

  /** {@code jdbc:postgresql://127.0.0.1:port/database}, without credentials. */
  public String jdbcUrl(String database) {
    return cluster.jdbcUrl(database);
  }

  /** A new connection as {@link EmbeddedPostgres#SUPERUSER}; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    return cluster.connect(database, primary.password());
  }

  /** Makes it a primary of its own, on a new timeline; returns when it accepts writes. */
  public void promote() {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select pg_promote(true, %d)".formatted(PROMOTION_SECONDS))) {
      if (!row.next() || !row.getBoolean(1)) {
        throw new ServerException(
            "%s was not promoted within %d s; its log: %s"
                .formatted(name(), PROMOTION_SECONDS, log()));
      }
    } catch (SQLException e) {
      throw new ServerException("%s cannot be promoted: %s".formatted(name(), e.getMessage()), e);
    }
  }

  /** Removes its files, so that the next start copies the primary again; it must not run. */
  public void discard() {
    if (isAlive()) {
      throw new ServerException(name() + " runs: stop it before its files are removed");
    }
    Folders.delete(cluster.data());
  }

  @Override
  Launch launch() {
    Folders.create(cluster.folder());
    if (!cluster.exists()) {
      options.slot().ifPresent(this::makeSlot);
      Path fresh = cluster.folder().resolve("pgdata.new");
      new BaseBackup(primary).into(fresh);
      try {
        Files.createFile(fresh.resolve(SIGNAL_FILE));
        Files.move(fresh, cluster.data());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make the standby in " + cluster.data(), e);
      }
    }
    return cluster.launch(settings());
  }

  /** Reserved from now on, so that the copy's WAL is kept until the standby has it. */
  private void makeSlot(String slot) {
    String sql =
        """
        select pg_create_physical_replication_slot(name, true) from (select ? as name) wanted
        where not exists (select from pg_replication_slots where slot_name = name)\
        """;
    try (Connection connection = primary.connect("postgres");
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, slot);
      statement.execute();
    } catch (SQLException e) {
      throw new ServerException(
          "cannot make the slot %s on the primary: %s".formatted(slot, e.getMessage()), e);
    }
  }

  private Map<String, String> settings() {
    // Some, such as max_connections, must not be lower than the primary's.
    Map<String, String> settings = new HashMap<>(primary.settings());
    settings.remove("synchronous_standby_names");
    settings.put("hot_standby", "on");
    settings.put("hot_standby_feedback", "on");
    settings.put("wal_receiver_status_interval", "1s");
    settings.put("wal_retrieve_retry_interval", "200ms");
    settings.put("primary_conninfo", connectionToPrimary());
    options.slot().ifPresent(slot -> settings.put("primary_slot_name", slot));
    options.failoverDatabase().ifPresent(any -> settings.put("sync_replication_slots", "on"));
    settings.putAll(options.settings());
    return settings;
  }

  private String connectionToPrimary() {
    return "host=127.0.0.1 port=%d user=%s password='%s' application_name=%s dbname=%s"
        .formatted(
            primary.port(),
            EmbeddedPostgres.SUPERUSER,
            primary.password().replace("\\", "\\\\").replace("'", "\\'"),
            options.name(),
            options.failoverDatabase().orElse("postgres"));
  }

  /** Whether it shows a consistent state to readers. */
  @Override
  boolean isUp() {
    return cluster.isReady(pid());
  }

  @Override
  public boolean answers() {
    return Probes.postgres(jdbcUrl("postgres"), EmbeddedPostgres.SUPERUSER, primary.password());
  }

  @Override
  public Path log() {
    return cluster.log();
  }

  @Override
  Duration startPatience() {
    return Duration.ofSeconds(60);
  }

  @Override
  Duration stopPatience() {
    return Duration.ofSeconds(10);
  }
}
