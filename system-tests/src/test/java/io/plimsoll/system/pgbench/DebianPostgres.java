package io.plimsoll.system.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Child;
import io.plimsoll.local.server.Folders;
import io.plimsoll.local.server.Launch;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Signal;
import io.plimsoll.local.server.Unprivileged;
import io.plimsoll.local.server.Watchdog;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A cluster of the PostgreSQL 15 that Debian packages, with its pgbench: durable, logical decoding
 * on, passwords on the loopback. Commit times are kept: they are the judge's clock. Ends with
 * {@link #close}.
 */
public final class DebianPostgres implements AutoCloseable {
  static final String USER = "postgres";

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Path programs;
  private final Path folder;
  private final Watchdog watchdog;
  private final int port = new Ports().next();
  private final String password = UUID.randomUUID().toString().replace("-", "");
  private final Child server;

  private DebianPostgres(Path folder, Watchdog watchdog) {
    this.programs = programs();
    this.folder = folder;
    this.watchdog = watchdog;
    initdb();
    this.server = server();
  }

  public static DebianPostgres start(Path folder, Watchdog watchdog) throws SQLException {
    DebianPostgres postgres = new DebianPostgres(folder, watchdog);
    try {
      await("PostgreSQL 15").atMost(PATIENCE).until(postgres::answers);
      assertThat(postgres.version()).as("version in %s", postgres.programs).isEqualTo(15);
      return postgres;
    } catch (SQLException | RuntimeException | AssertionError e) {
      postgres.close();
      throw e;
    }
  }

  /** The usual folder of the package, then the PATH. */
  private static Path programs() {
    Stream<Path> onPath =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of);
    return Stream.concat(Stream.of(Path.of("/usr/lib/postgresql/15/bin")), onPath)
        .filter(bin -> Stream.of("initdb", "postgres", "pgbench").allMatch(isIn(bin)))
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "no PostgreSQL 15 with initdb, postgres and pgbench in /usr/lib/postgresql/15/bin or on the PATH: install the package postgresql-15"));
  }

  private static Predicate<String> isIn(Path bin) {
    return program -> Files.isExecutable(bin.resolve(program));
  }

  private void initdb() {
    Path secret = folder.resolve("initdb.password");
    Folders.writePrivate(secret, password + "\n");
    List<String> command = unprivileged("initdb", "-D", data(), "-U", USER);
    command.addAll(List.of("--pwfile", secret.toString(), "--auth", "scram-sha-256"));
    command.addAll(List.of("--encoding", "UTF8", "--locale", "C.UTF-8", "--no-instructions"));
    run(command, "initdb.log");
    Folders.delete(secret);
  }

  private Child server() {
    List<String> command = unprivileged("postgres", "-D", data(), "-p", Integer.toString(port));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "wal_level=logical",
            "fsync=on",
            "synchronous_commit=on",
            "track_commit_timestamp=on",
            "shared_buffers=256MB",
            "max_wal_size=4GB")) {
      command.addAll(List.of("-c", setting));
    }
    return start(command, "postgres.log", Signal.INT);
  }

  private List<String> unprivileged(String program, String... arguments) {
    List<String> command = new ArrayList<>(Unprivileged.prefix());
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  private String data() {
    return folder.resolve("pgdata").toString();
  }

  private Child start(List<String> command, String log, Signal stop) {
    Launch launch =
        new Launch(command, Map.of("PGPASSWORD", password), "", false, folder.resolve(log));
    return Child.start(launch, stop, watchdog);
  }

  private void run(List<String> command, String log) {
    int exit = start(command, log, Signal.KILL).awaitExit();
    assertThat(exit).as(() -> command + "\n" + text(log)).isZero();
  }

  /** Runs pgbench to its end. */
  void pgbench(String... arguments) {
    run(pgbenchCommand(arguments), "pgbench-setup.log");
  }

  /** Starts pgbench; what it prints goes to {@code pgbench.log}. */
  Child startPgbench(String... arguments) {
    return start(pgbenchCommand(arguments), "pgbench.log", Signal.TERM);
  }

  private List<String> pgbenchCommand(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(programs.resolve("pgbench").toString());
    command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-U", USER));
    command.addAll(List.of(arguments));
    command.add(USER);
    return command;
  }

  /** What a program printed. */
  String text(String log) {
    return Texts.of(folder.resolve(log));
  }

  /** For {@code plimsoll up --postgres}; the password goes by PGPASSWORD. */
  String url() {
    return "postgresql://%s@127.0.0.1:%d/%s".formatted(USER, port, USER);
  }

  String password() {
    return password;
  }

  /** A new connection of the superuser; the caller closes it. */
  public Connection connect() throws SQLException {
    return connect(USER, password);
  }

  /** A new connection of another role; the caller closes it. */
  public Connection connect(String user, String secret) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, USER), user, secret);
  }

  private boolean answers() {
    assertThat(server.isAlive()).as(() -> text("postgres.log")).isTrue();
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false; // It is starting.
    }
  }

  private int version() throws SQLException {
    try (Connection connection = connect()) {
      return connection.getMetaData().getDatabaseMajorVersion();
    }
  }

  @Override
  public void close() {
    server.stop(Signal.INT, Duration.ofSeconds(20));
  }
}
