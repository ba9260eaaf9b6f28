package io.plimsoll.system.cdc;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.ChildJvm;
import io.plimsoll.local.server.EmbeddedKafka;
import io.plimsoll.local.server.EmbeddedPostgres;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Real Postgres, Kafka and Redis with an origin of four small tables. */
final class Servers implements AutoCloseable {
  static final String PASSWORD = "capture-password";
  static final String REDIS_PASSWORD = "redis-password";
  private static final List<String> TABLES =
      List.of("public.items", "public.full_items", "public.plain", "public.moods");

  final EmbeddedPostgres postgres;
  final EmbeddedKafka kafka;
  final EmbeddedRedis redis;
  private final Watchdog watchdog = Watchdog.start();

  Servers(Path folder) {
    Ports ports = new Ports();
    Binaries binaries = new Binaries(Path.of("target", "embedded"));
    postgres = new EmbeddedPostgres(binaries, folder, ports.next(), "secret", Map.of(), watchdog);
    kafka =
        new EmbeddedKafka(
            ChildJvm.sameClassPath(EmbeddedKafka.FLAGS),
            folder,
            ports.next(),
            ports.next(),
            Map.of(),
            watchdog);
    redis = new EmbeddedRedis(binaries, folder, ports.next(), REDIS_PASSWORD, Map.of(), watchdog);
  }

  void start() throws SQLException, OriginSetupException {
    kafka.spawn();
    redis.spawn();
    postgres.start();
    execute(
        "create table items (id bigint primary key, owner int, note text)",
        "create table full_items (id bigint primary key, owner int, note text)",
        "alter table full_items replica identity full",
        "create table plain (id bigint primary key)",
        "create type \"Mood\" as enum ('calm', 'glad')",
        "create table moods (id bigint primary key, mood \"Mood\")",
        "alter table moods replica identity full");
    try (Connection connection = postgres.connect("postgres")) {
      new OriginSetup()
          .apply(
              connection,
              Path.of("..", "infra", "postgres"),
              TABLES,
              Map.of("plimsoll_capture", PASSWORD));
    }
    kafka.awaitReady();
    redis.awaitReady();
  }

  void execute(String... statements) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** As an API does, in one transaction. */
  void register(Collection<TagShape> shapes) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        PreparedStatement statement =
            connection.prepareStatement(
                "select plimsoll.register_shapes(jsonb_build_array(jsonb_build_object('relation', ?, 'columns', ?::text[])))")) {
      connection.setAutoCommit(false);
      for (TagShape shape : shapes) {
        statement.setString(1, shape.table());
        statement.setArray(2, connection.createArrayOf("text", shape.columns().toArray()));
        statement.execute();
      }
      connection.commit();
    }
  }

  /** Of a capture that has been closed: its sender may take a moment longer to end. */
  void dropSlot(String slot) {
    await("slot " + slot + " to be free")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          execute("select pg_drop_replication_slot('" + slot + "')");
          return true;
        });
  }

  /** All statements in one transaction. */
  void inTransaction(String... statements) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      for (String sql : statements) {
        statement.execute(sql);
      }
      connection.commit();
    }
  }

  @Override
  public void close() {
    redis.close();
    kafka.close();
    postgres.close();
    watchdog.close();
  }
}
