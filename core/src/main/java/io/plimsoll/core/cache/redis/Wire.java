package io.plimsoll.core.cache.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How lettuce reaches Redis: one server, or a cluster of them. Thread-safe; its owner closes it.
 */
sealed interface Wire extends AutoCloseable permits OneServer, ServerCluster {
  /** Commands that may wait for a server that does not answer; more are refused at once. */
  int QUEUE = 10_000;

  /** What commands go through; reconnects by itself once it has been open. */
  record Line(
      StatefulConnection<byte[], byte[]> connection,
      RedisClusterAsyncCommands<byte[], byte[]> commands) {
    boolean isOpen() {
      return connection.isOpen();
    }
  }

  /** A new line beside those that there are. */
  CompletableFuture<Line> connect();

  /** Host and port of each server that it begins with, without credentials. */
  String address();

  AbstractRedisClient client();

  @Override
  default void close() {
    client().shutdown(0, 1, TimeUnit.SECONDS);
  }
}
