package io.plimsoll.system;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.URI;

/** An operator's hand on Redis. */
final class RedisAdmin implements AutoCloseable {
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private RedisAdmin(RedisClient client) {
    this.client = client;
    this.connection = client.connect();
  }

  static RedisAdmin connect(URI uri) {
    return new RedisAdmin(RedisClient.create(uri.toString()));
  }

  void flushAll() {
    connection.sync().flushall();
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
