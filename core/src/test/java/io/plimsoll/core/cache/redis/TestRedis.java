package io.plimsoll.core.cache.redis;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.ServerClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import redis.embedded.RedisServer;

/** A real Redis on a free loopback port, empty at start. */
final class TestRedis {
  /** A command takes this long only when the machine does something else. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final int port = freePort();
  private final RedisServer server;

  TestRedis() {
    try {
      server =
          RedisServer.newRedisServer()
              .port(port)
              .setting("bind 127.0.0.1")
              .setting("save \"\"")
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void start() {
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    try {
      server.stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  RedisConnection connect(ServerClock clock) {
    RedisConnection connection = new RedisConnection("redis://127.0.0.1:" + port, PATIENCE, clock);
    await("the connection and the first sample of the clock")
        .atMost(Duration.ofSeconds(10))
        .until(() -> connection.clock().ageOf(1).isPresent());
    return connection;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
