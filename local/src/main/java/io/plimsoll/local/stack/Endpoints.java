package io.plimsoll.local.stack;

import java.net.URI;
import java.util.List;

/**
 * Where everything is.
 *
 * @param postgres the database as its operator
 * @param postgresEmbedded whether the stack runs it
 * @param standbys the same database on each standby, as its operator
 * @param redis {@code redis://:password@host:port}
 * @param kafka bootstrap servers
 * @param port the API's; the admin ports follow it
 */
public record Endpoints(
    PostgresUrl postgres,
    boolean postgresEmbedded,
    List<PostgresUrl> standbys,
    URI redis,
    boolean redisEmbedded,
    String kafka,
    boolean kafkaEmbedded,
    int port) {
  public Endpoints {
    standbys = List.copyOf(standbys);
  }

  /** The same, with the database somewhere else. */
  public Endpoints withPostgres(PostgresUrl other) {
    return new Endpoints(
        other, postgresEmbedded, standbys, redis, redisEmbedded, kafka, kafkaEmbedded, port);
  }

  /** The same, with Redis on another port. */
  public Endpoints withRedisPort(int other) {
    URI moved = URI.create(redis.toString().replace(":" + redis.getPort(), ":" + other));
    return new Endpoints(
        postgres, postgresEmbedded, standbys, moved, redisEmbedded, kafka, kafkaEmbedded, port);
  }

  /** {@code http://127.0.0.1:port}. */
  public URI api() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A service's admin listener: /livez, /readyz, /metrics. */
  public URI admin(Service service) {
    return URI.create("http://127.0.0.1:" + service.adminPort(port));
  }

  /** Says nothing secret. */
  @Override
  public String toString() {
    return "Endpoints[postgres=%s, standbys=%s, redis=%s:%d, kafka=%s, api=%s]"
        .formatted(postgres, standbys, redis.getHost(), redis.getPort(), kafka, api());
  }
}
