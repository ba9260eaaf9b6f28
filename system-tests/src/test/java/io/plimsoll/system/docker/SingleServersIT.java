package io.plimsoll.system.docker;

import io.plimsoll.local.stack.Endpoints;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The services on servers from the official images, one container each, no compose; four partitions
 * on one Valkey.
 */
@Tag("docker")
final class SingleServersIT {
  private static final int REDIS_PORT = 6379;

  @BeforeAll
  static void requireEngine() {
    Engine.find(Layout.find().root());
  }

  @Test
  void services_onOfficialImages_areFresh() throws Exception {
    try (PostgreSQLContainer postgres =
            new PostgreSQLContainer("postgres:17")
                .withUsername("postgres")
                .withCommand("postgres", "-c", "wal_level=logical");
        KafkaContainer kafka = new KafkaContainer("apache/kafka:4.3.1");
        GenericContainer<?> valkey =
            new GenericContainer<>("valkey/valkey:8").withExposedPorts(REDIS_PORT)) {
      postgres.start();
      kafka.start();
      valkey.start();
      URI redis =
          URI.create("redis://" + valkey.getHost() + ":" + valkey.getMappedPort(REDIS_PORT));
      try (Stack stack =
              Stack.builder()
                  .example("articles")
                  .services(Service.API, Service.CDC)
                  .postgres(url(postgres))
                  .redis(redis)
                  .environment(Service.API, "PLIMSOLL_CACHE_PARTITIONS", "4")
                  .environment(Service.CDC, "PLIMSOLL_CACHE_PARTITIONS", "4")
                  .kafka(kafka.getBootstrapServers())
                  .build();
          HttpClient http = HttpClient.newHttpClient()) {
        stack.start();
        new Api(stack.endpoints().api(), http).showsFreshness(() -> change(stack.endpoints()));
      }
    }
  }

  private static PostgresUrl url(PostgreSQLContainer postgres) {
    return new PostgresUrl(
        "jdbc:postgresql://%s:%d/%s"
            .formatted(
                postgres.getHost(), postgres.getFirstMappedPort(), postgres.getDatabaseName()),
        postgres.getUsername(),
        postgres.getPassword());
  }

  private static void change(Endpoints endpoints) throws SQLException {
    PostgresUrl url = endpoints.postgres();
    try (Connection connection =
            DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
        Statement statement = connection.createStatement()) {
      statement.execute("update articles set title = 'Changed by psql' where id = 7");
    }
  }
}
