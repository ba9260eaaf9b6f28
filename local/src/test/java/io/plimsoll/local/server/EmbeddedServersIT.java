package io.plimsoll.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each embedded server alone: its life cycle, and what survives which end. */
class EmbeddedServersIT {
  private static final Binaries BINARIES = new Binaries(Path.of("target", "embedded"));

  @TempDir Path folder;
  private final Ports ports = new Ports();
  private final Watchdog watchdog = Watchdog.start();

  @AfterEach
  void closeWatchdog() {
    watchdog.close();
  }

  @Test
  void postgres_killedAndRestarted_keepsCommittedRowsAndPort() throws SQLException {
    try (EmbeddedPostgres postgres = postgres(Map.of())) {
      postgres.start();
      execute(postgres, "create table kept (id int)");
      execute(postgres, "insert into kept values (7)");

      postgres.kill();
      assertThat(postgres.isAlive()).isFalse();
      assertThat(Ports.isFree(postgres.port())).isTrue();
      postgres.start();

      assertThat(query(postgres, "select id from kept")).isEqualTo("7");
    }
  }

  @Test
  void postgres_started_isDurableLogicalAndLocal() throws SQLException {
    try (EmbeddedPostgres postgres = postgres(Map.of("synchronous_standby_names", "late"))) {
      postgres.start();

      assertThat(query(postgres, "show fsync")).isEqualTo("on");
      assertThat(query(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(query(postgres, "show wal_level")).isEqualTo("logical");
      assertThat(query(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(query(postgres, "show synchronous_standby_names")).isEqualTo("late");
      assertThat(Probes.postgres(postgres.jdbcUrl("postgres"), "postgres", "wrong")).isFalse();
    }
  }

  @Test
  void postgres_pausedAndResumed_answersAgain() {
    try (EmbeddedPostgres postgres = postgres(Map.of())) {
      postgres.start();
      pauseAndResume(postgres);
    }
  }

  @Test
  void redis_killedAndRestarted_isEmptyOnTheSamePort() {
    try (EmbeddedRedis redis =
        new EmbeddedRedis(BINARIES, folder, ports.next(), "secret", Map.of(), watchdog)) {
      redis.start();
      assertThat(redis.answers()).isTrue();
      assertThat(Probes.redis(java.net.URI.create("redis://:wrong@127.0.0.1:" + redis.port())))
          .isFalse();

      redis.kill();
      assertThat(redis.answers()).isFalse();
      redis.start();

      pauseAndResume(redis);
    }
  }

  @Test
  void kafka_stoppedAndKilled_keepsItsTopics() throws Exception {
    try (EmbeddedKafka kafka = kafka()) {
      kafka.start();
      KafkaTopics.create(kafka.bootstrap(), "kept");

      kafka.kill();
      assertThat(kafka.answers()).isFalse();
      kafka.start();
      assertThat(KafkaTopics.names(kafka.bootstrap())).contains("kept");

      pauseAndResume(kafka);
      kafka.restart();
      assertThat(KafkaTopics.names(kafka.bootstrap())).contains("kept");
    }
  }

  private static void pauseAndResume(Server server) {
    server.pause();
    assertThat(server.isAlive()).isTrue();
    assertThat(server.answers()).isFalse();
    server.resume();
    await("resumed " + server.name()).atMost(Duration.ofSeconds(20)).until(server::answers);
  }

  private EmbeddedPostgres postgres(Map<String, String> settings) {
    return new EmbeddedPostgres(BINARIES, folder, ports.next(), "secret", settings, watchdog);
  }

  private EmbeddedKafka kafka() {
    ChildJvm jvm = ChildJvm.sameClassPath(EmbeddedKafka.FLAGS);
    return new EmbeddedKafka(jvm, folder, ports.next(), ports.next(), Map.of(), watchdog);
  }

  private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = postgres.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
