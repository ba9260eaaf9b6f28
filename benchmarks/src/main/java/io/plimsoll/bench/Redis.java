package io.plimsoll.bench;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** What the measurements ask Redis itself. Closed by its user. */
final class Redis implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  Redis(BenchTarget target) {
    client = RedisClient.create(target.redisUrl());
    try {
      connection = client.connect();
    } catch (RedisException e) {
      client.shutdown();
      throw new BenchException("cannot connect to Redis: " + e.getMessage(), e);
    }
  }

  /** User and system time of the server, all its threads, by {@code INFO cpu}. */
  Duration cpu() {
    double seconds =
        connection
            .sync()
            .info("cpu")
            .lines()
            .filter(line -> line.startsWith("used_cpu_sys:") || line.startsWith("used_cpu_user:"))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
            .sum();
    return Duration.ofNanos(Math.round(seconds * NANOS));
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(0, 1, TimeUnit.SECONDS);
  }
}
