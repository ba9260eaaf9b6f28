package io.plimsoll.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server with the databases that drafts are made of. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DraftCase {
  private static final Path ARTICLES = Path.of("..", "examples", "articles", "schema.sql");

  private final Watchdog watchdog = Watchdog.start();
  private @Nullable EmbeddedPostgres started;

  @BeforeAll
  final void start(@TempDir Path data) throws Exception {
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(
            new Binaries(Path.of("target", "embedded")),
            data,
            new Ports().next(),
            "topsecret",
            Map.of("fsync", "off"),
            watchdog);
    started = postgres;
    postgres.start();
    create("articles", Files.readString(ARTICLES));
    try (var nasty = DraftCase.class.getResourceAsStream("/io/plimsoll/local/draft/nasty.sql")) {
      create("nasty", new String(Objects.requireNonNull(nasty).readAllBytes(), UTF_8));
    }
    create("empty", "select 1");
  }

  @AfterAll
  final void stop() {
    postgres().close();
    watchdog.close();
  }

  final EmbeddedPostgres postgres() {
    return Objects.requireNonNull(started);
  }

  private void create(String database, String sql) throws SQLException {
    try (Connection connection = postgres().connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + database);
    }
    try (Connection connection = postgres().connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  final String url(String database) {
    return "postgresql://postgres:topsecret@127.0.0.1:%d/%s".formatted(postgres().port(), database);
  }

  final Ran init(String database, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("init", "--from-db", url(database), "--out", "-"));
    arguments.addAll(List.of(more));
    return Ran.command(arguments.toArray(String[]::new));
  }
}
