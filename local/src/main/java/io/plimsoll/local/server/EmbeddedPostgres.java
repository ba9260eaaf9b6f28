package io.plimsoll.local.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A real PostgreSQL 17 on 127.0.0.1, made by initdb at the first start and kept in its data folder.
 * Durable as in production (fsync and synchronous_commit on), logical decoding on, SCRAM passwords,
 * no Unix socket.
 *
 * <p>After {@link #kill} the next {@link #start} recovers from the WAL.
 */
public final class EmbeddedPostgres extends Server {
  /** The operator's name, a superuser. */
  public static final String SUPERUSER = "postgres";

  private final PostgresFolder cluster;
  private final Path folder;
  private final int port;
  private final String password;
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * @param folder holds the cluster in {@code pgdata} and the log
   * @param password of {@link #SUPERUSER}; letters and digits; must be the same at each start on
   *     the same folder
   * @param settings server settings on top of the defaults, such as {@code
   *     synchronous_standby_names}
   */
  public EmbeddedPostgres(
      Binaries binaries,
      Path folder,
      int port,
      String password,
      Map<String, String> settings,
      Watchdog watchdog) {
    super("Postgres", watchdog, Signal.INT);
    this.cluster = new PostgresFolder(binaries, folder, port);
    this.folder = folder;
    this.port = port;
    this.password = password;
    this.settings.putAll(defaults());
    this.settings.putAll(settings);
  }

  private static Map<String, String> defaults() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("listen_addresses", "127.0.0.1");
    settings.put("unix_socket_directories", "");
    settings.put("wal_level", "logical");
    settings.put("fsync", "on");
    settings.put("synchronous_commit", "on");
    settings.put("max_connections", "100");
    settings.put("max_wal_senders", "10");
    settings.put("max_replication_slots", "10");
    settings.put("shared_buffers", "128MB");
    settings.put("password_encryption", "scram-sha-256");
    settings.put("log_timezone", "UTC");
    settings.put("timezone", "UTC");
    return settings;
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  /** {@code jdbc:postgresql://127.0.0.1:port/database}, without credentials. */
  public String jdbcUrl(String database) {
    return cluster.jdbcUrl(database);
  }

  /** A new connection as {@link #SUPERUSER}; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    return cluster.connect(database, password);
  }

  /** Changes a server setting at the next start. */
  public synchronized void setting(String name, String value) {
    settings.put(name, value);
  }

  /** The settings of the next start. */
  synchronized Map<String, String> settings() {
    return Map.copyOf(settings);
  }

  /** The folder with the cluster's files. */
  Path data() {
    return cluster.data();
  }

  @Override
  Launch launch() {
    Folders.create(folder);
    if (!cluster.exists()) {
      Initdb initdb = new Initdb(cluster.program("initdb"), folder, cluster.data(), log());
      initdb.run(SUPERUSER, password, PostgresFolder.SETTINGS_FILE, watchdog());
    }
    return cluster.launch(settings());
  }

  @Override
  boolean isUp() {
    return cluster.isReady(pid());
  }

  @Override
  public boolean answers() {
    return Probes.postgres(jdbcUrl("postgres"), SUPERUSER, password);
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
