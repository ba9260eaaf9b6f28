package io.plimsoll.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** `up` in a wrong environment: one clear message, exit code 2, nothing left running. */
class UpRefusalIT {
  private static final Ports PORTS = new Ports();
  private static final Watchdog WATCHDOG = Watchdog.start();
  @TempDir private static Path shared;
  private static EmbeddedPostgres postgres = server("unused", Map.of());

  @TempDir private Path folder;
  private Set<Long> before = Set.of();
  private Path catalog = Path.of("");

  private record Result(int code, String err) {}

  @BeforeAll
  static void startPostgres() throws SQLException {
    postgres = server("replica", Map.of("wal_level", "replica"));
    postgres.start();
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create table things (id int primary key, name text)");
      statement.execute("create role limited login password 'limited'");
    }
  }

  @AfterAll
  static void stopPostgres() {
    postgres.close();
    WATCHDOG.close();
  }

  private static EmbeddedPostgres server(String name, Map<String, String> settings) {
    Path data = shared == null ? Path.of(name) : shared.resolve(name);
    return new EmbeddedPostgres(
        new Binaries(Layout.find().binaries()), data, PORTS.next(), "secret", settings, WATCHDOG);
  }

  @BeforeEach
  void writeCatalog() throws IOException {
    before = children();
    catalog = folder.resolve("catalog.yaml");
    Files.writeString(
        catalog,
        """
        queries:
          thing:
            get: /things/{id}
            params: { id: int }
            sql: select id, name from things where id = :id
            one: true
            ttl: 1h
            max-staleness: 2s
        """);
  }

  @AfterEach
  void nothingRuns() {
    assertThat(children()).isEqualTo(before);
  }

  @Test
  void up_onABusyPort_namesIt() throws IOException {
    int port = PORTS.next();
    try (ServerSocket busy = new ServerSocket(port + 1, 1, InetAddress.getLoopbackAddress())) {
      Result result = up("--port", Integer.toString(port));
      assertRefused(result, "port %d of 127.0.0.1 is in use".formatted(busy.getLocalPort()));
    }
  }

  @Test
  void up_withUnreachableServers_namesEach() {
    int closed = PORTS.next();
    assertRefused(
        up("--redis", "redis://:x@127.0.0.1:" + closed),
        "Redis at 127.0.0.1:%d: Connection refused".formatted(closed));
    assertRefused(
        up("--kafka", "127.0.0.1:" + closed),
        "Kafka at 127.0.0.1:%d does not answer".formatted(closed));
    assertRefused(
        up(
            "--postgres",
            "postgresql://me:hidden@127.0.0.1:%d/db".formatted(closed),
            "--catalog",
            catalog.toString()),
        "Postgres at 127.0.0.1:%d/db cannot be used".formatted(closed));
  }

  @Test
  void up_withWrongPasswords_saysWhose() {
    assertRefused(upOn("postgres", "hidden"), "refuses the password of postgres");
    Map<String, String> none = Map.of();
    try (EmbeddedRedis redis =
        new EmbeddedRedis(
            new Binaries(Layout.find().binaries()),
            folder,
            PORTS.next(),
            "right",
            none,
            WATCHDOG)) {
      redis.start();
      assertRefused(up("--redis", "redis://:hidden@127.0.0.1:" + redis.port()), "WRONGPASS");
    }
  }

  @Test
  void up_withoutLogicalDecoding_saysHowToTurnItOn() {
    assertRefused(upOn("postgres", "secret"), "alter system set wal_level = logical");
  }

  @Test
  void up_withTooFewRights_namesTheRole() {
    assertRefused(upOn("limited", "limited"), "role limited is not a superuser");
  }

  @Test
  void up_withABrokenCatalog_tellsEveryMistake() throws IOException {
    Files.writeString(catalog, "queries:\n  thing:\n    get: things\n    ttl: soon\n");

    Result result = up("--catalog", catalog.toString());

    assertRefused(result, "catalog.yaml:4:");
    assertThat(result.err()).contains("catalog.yaml:3:");
  }

  @Test
  void up_withWrongOptions_explains() {
    assertRefused(
        up("--example", "none"),
        "there is no example none: choose one of articles, control-plane, recipes, risks");
    assertRefused(up("--catalog", "x", "--example", "none"), "there is no example none");
    assertRefused(up("--example", "risks", "--catalog", "x"), "x:1:1 there is no such file");
    assertRefused(up("--postgres", "postgresql://me@h/db"), "--postgres needs a catalog");
    assertRefused(
        up("--postgres", "hidden", "--catalog", "x"),
        "--postgres: the Postgres URL must look like");
    assertRefused(up("--redis", "127.0.0.1"), "--redis must look like");
    assertRefused(up("--kafka", "127.0.0.1"), "--kafka must look like");
    assertRefused(up("--port", "70000"), "--port must be from 1 to");
    assertRefused(up("--standbys", "5"), "--standbys must be from 0 to 4");
    assertRefused(
        up("--standbys", "1", "--postgres", "postgresql://me@h/db", "--example", "articles"),
        "--standbys and --postgres exclude each other");
    assertThat(up("--port", "many").code()).isEqualTo(Main.WRONG_USE);
    assertThat(up("--unknown").code()).isEqualTo(Main.WRONG_USE);
  }

  private Result upOn(String user, String password) {
    String url =
        "postgresql://%s:%s@127.0.0.1:%d/postgres".formatted(user, password, postgres.port());
    return up("--postgres", url, "--catalog", catalog.toString());
  }

  private static Result up(String... options) {
    List<String> arguments = new ArrayList<>(List.of("up", "--servers-only"));
    if (!List.of(options).contains("--port")) {
      arguments.addAll(List.of("--port", Integer.toString(PORTS.next())));
    }
    arguments.addAll(List.of(options));
    StringWriter err = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setErr(new PrintWriter(err, true));
    commandLine.setOut(new PrintWriter(new StringWriter()));
    int code = commandLine.execute(arguments.toArray(String[]::new));
    return new Result(code, err.toString());
  }

  private static void assertRefused(Result result, String message) {
    assertThat(result.err())
        .contains(message)
        .startsWith("plimsoll: ")
        .doesNotContain("\tat ", "hidden");
    assertThat(result.code()).isEqualTo(Main.WRONG_USE);
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }
}
