package io.plimsoll.local.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The files of one PostgreSQL server, a primary's or a standby's, and how to run it on them.
 *
 * @param folder holds the cluster in {@code pgdata} and the log
 */
record PostgresFolder(Binaries binaries, Path folder, int port) {
  /** Included by postgresql.conf, and written again at each start. */
  static final String SETTINGS_FILE = "plimsoll.conf";

  private static final int READY_LINE = 7;

  Path data() {
    return folder.resolve("pgdata").toAbsolutePath();
  }

  Path log() {
    return folder.resolve("postgres.log");
  }

  Path program(String name) {
    return binaries.postgres().resolve("bin").resolve(name);
  }

  boolean exists() {
    return Files.exists(data().resolve("PG_VERSION"));
  }

  String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  Connection connect(String database, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", EmbeddedPostgres.SUPERUSER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("loginTimeout", "30");
    return DriverManager.getConnection(jdbcUrl(database), properties);
  }

  /** Writes the settings, which may hold a password, and says how to start the server. */
  Launch launch(Map<String, String> settings) {
    Folders.writePrivate(data().resolve(SETTINGS_FILE), text(settings));
    List<String> command = new ArrayList<>(Unprivileged.prefix());
    command.addAll(List.of(program("postgres").toString(), "-D", data().toString()));
    return new Launch(command, Map.of(), "", false, log());
  }

  private String text(Map<String, String> settings) {
    StringBuilder text = new StringBuilder("# Written at each start.\n");
    new TreeMap<>(settings)
        .forEach((name, value) -> text.append("%s = '%s'%n".formatted(name, quoted(value))));
    return text.append("port = ").append(port).append('\n').toString();
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("'", "''");
  }

  /**
   * Whether connections are accepted. The postmaster writes its pid and state into postmaster.pid;
   * one of an earlier life has another pid.
   */
  boolean isReady(long pid) {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.size() > READY_LINE
          && lines.getFirst().equals(Long.toString(pid))
          && lines.get(READY_LINE).strip().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
