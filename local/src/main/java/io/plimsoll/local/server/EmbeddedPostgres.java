package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

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

  private static final String SETTINGS_FILE = "plimsoll.conf";
  private static final int READY_LINE = 7;

  private final Binaries binaries;
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
    this.binaries = binaries;
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
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  /** A new connection as {@link #SUPERUSER}; the caller closes it. */
  public Connection connect(String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", SUPERUSER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** Changes a server setting at the next start. */
  public synchronized void setting(String name, String value) {
    settings.put(name, value);
  }

  @Override
  Launch launch() {
    Folders.create(folder);
    Path home = binaries.postgres();
    if (!Files.exists(data().resolve("PG_VERSION"))) {
      Initdb initdb = new Initdb(home.resolve("bin/initdb"), folder, data(), log());
      initdb.run(SUPERUSER, password, SETTINGS_FILE, watchdog());
    }
    Folders.writePrivate(data().resolve(SETTINGS_FILE), settingsText());
    List<String> command = new ArrayList<>(Unprivileged.prefix());
    command.addAll(List.of(home.resolve("bin/postgres").toString(), "-D", data().toString()));
    return new Launch(command, Map.of(), "", false, log());
  }

  private String settingsText() {
    StringBuilder text = new StringBuilder("# Written at each start.\n");
    settings.forEach(
        (name, value) -> text.append("%s = '%s'%n".formatted(name, value.replace("'", "''"))));
    return text.append("port = ").append(port).append('\n').toString();
  }

  private Path data() {
    return folder.resolve("pgdata").toAbsolutePath();
  }

  /**
   * The postmaster writes its pid and state into postmaster.pid; one of an earlier life has another
   * pid.
   */
  @Override
  boolean isUp() {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.size() > READY_LINE
          && lines.getFirst().equals(Long.toString(pid()))
          && lines.get(READY_LINE).strip().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean answers() {
    return Probes.postgres(jdbcUrl("postgres"), SUPERUSER, password);
  }

  @Override
  public Path log() {
    return folder.resolve("postgres.log");
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
