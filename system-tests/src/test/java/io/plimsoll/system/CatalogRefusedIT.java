package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API's process with SQL that it cannot serve: says where and why, and ends with 2. */
final class CatalogRefusedIT {
  private static final Ports PORTS = new Ports();
  private static final Watchdog WATCHDOG = Watchdog.start();
  private static EmbeddedPostgres postgres;

  @TempDir private Path folder;

  private record Ended(int code, String err) {}

  @BeforeAll
  static void start(@TempDir Path data) throws Exception {
    Layout layout = Layout.find();
    postgres =
        new EmbeddedPostgres(
            new Binaries(layout.binaries()), data, PORTS.next(), "secret", Map.of(), WATCHDOG);
    postgres.start();
    try (Connection operator = postgres.connect("postgres");
        Statement statement = operator.createStatement()) {
      statement.execute("create table shown (id int primary key)");
      new OriginSetup()
          .apply(
              operator,
              layout.originSql(),
              List.of("public.shown"),
              Map.of("plimsoll_reader", "reader"));
      statement.execute("create table hidden (id int primary key)");
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
    WATCHDOG.close();
  }

  @Test
  void sqlThatIsNoQuery_isRefusedWithItsPlace() throws Exception {
    Ended ended =
        run(
            query("syntax", "", "select id frm shown where"),
            query("several", "", "select id from shown; select 1"),
            query("ddl", "", "drop table shown"),
            query("missing", "", "select id from shown where id = :id"),
            query("unused", "params: { id: int }", "select id from shown"));
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    for (String query : List.of("syntax", "several", "ddl", "missing", "unused")) {
      assertThat(ended.err()).containsPattern("catalog\\.yaml:\\d+:\\d+ queries\\." + query);
    }
    assertThat(ended.err()).contains("unexpected \"shown\" at line 1, column 15 of the SQL");
  }

  @Test
  void sqlThatPostgresRefuses_isRefusedWithItsPlace() throws Exception {
    Ended ended =
        run(
            query("column", "", "select nix from shown"),
            query("hidden", "", "select id from hidden"),
            query("ambiguous", "params: { p: text }", "select id from shown where id = :p"));
    assertThat(ended.code()).as(ended.err()).isEqualTo(2);
    assertThat(ended.err())
        .contains("queries.column.sql", "column \"nix\" does not exist", "line 1, column 8")
        .contains("queries.hidden.sql", "this role may not read public.hidden (line 1, column 16)")
        .contains(
            "queries.ambiguous.sql", "operator does not exist: integer = text (line 1, column 31)");
  }

  private static String query(String name, String params, String sql) {
    return "  %1$s:\n    get: /%1$s\n    %2$s\n    sql: |\n      %3$s\n"
        .formatted(name, params, sql);
  }

  private Ended run(String... queries) throws Exception {
    Path catalog = folder.resolve("catalog.yaml");
    Files.writeString(catalog, "queries:\n" + String.join("", queries));
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path")),
                "io.plimsoll.api.Main")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(err);
    builder.environment().putAll(environment(catalog));
    Process process = builder.start();
    return new Ended(
        process.waitFor(),
        Files.readAllLines(err.toPath()).stream().collect(Collectors.joining("\n")));
  }

  private static Map<String, String> environment(Path catalog) {
    String nobody = "127.0.0.1:" + PORTS.next();
    return Map.of(
        "PLIMSOLL_CATALOG_FILE",
        catalog.toString(),
        "PLIMSOLL_POSTGRES_URL",
        postgres.jdbcUrl("postgres"),
        "PLIMSOLL_POSTGRES_USER",
        "plimsoll_reader",
        "PLIMSOLL_POSTGRES_PASSWORD",
        "reader",
        "PLIMSOLL_KAFKA_BOOTSTRAP",
        nobody,
        "PLIMSOLL_REDIS_URL",
        "redis://" + nobody,
        "PLIMSOLL_TAGS_KEY",
        "a key of at least sixteen characters",
        "PLIMSOLL_HTTP_PORT",
        Integer.toString(PORTS.next()),
        "PLIMSOLL_ADMIN_PORT",
        Integer.toString(PORTS.next()));
  }
}
