package io.plimsoll.system.simulation;

import static org.awaitility.Awaitility.await;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A Redis as it is: the product's cache on it, and an operator's hand. */
final class RealRedis implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PASSWORD = "secret";
  private static final String PREFIX = "{fake}:";

  private final ServerClock clock = new ServerClock(System::nanoTime);
  private final EmbeddedRedis server;
  private final RedisConnection connection;
  private final RedisCache time;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> hand;

  RealRedis(Path folder, Watchdog watchdog, Ports ports, Map<String, String> settings) {
    server =
        new EmbeddedRedis(
            new Binaries(Layout.find().binaries()),
            folder,
            ports.next(),
            PASSWORD,
            settings,
            watchdog);
    server.start();
    connection = new RedisConnection(server.url().toString(), PATIENCE, clock);
    time = newCache();
    client = RedisClient.create(server.url().toString());
    hand = client.connect();
    awaitClock();
  }

  /** Of which it is a copy from now on. */
  Map<String, String> asSource() {
    return Map.of("replicaof", "127.0.0.1 " + server.port(), "masterauth", PASSWORD);
  }

  ServerClock clock() {
    return clock;
  }

  /** One that has seen no watermark yet. */
  RedisCache newCache() {
    return new RedisCache(connection, "fake");
  }

  EmbeddedRedis server() {
    return server;
  }

  RedisCommands<String, String> hand() {
    return hand.sync();
  }

  private void awaitClock() {
    await("the connections")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> time.timeMicros().toCompletableFuture().join() > 0 && hand().ping() != null);
  }

  /** TIME. */
  long micros() {
    return time.timeMicros().toCompletableFuture().join();
  }

  /** Names as the fake has them. */
  Set<String> keys() {
    Set<String> names = new TreeSet<>();
    KeyScanCursor<String> cursor = hand().scan();
    cursor.getKeys().forEach(key -> names.add(key.substring(PREFIX.length())));
    while (!cursor.isFinished()) {
      cursor = hand().scan(cursor);
      cursor.getKeys().forEach(key -> names.add(key.substring(PREFIX.length())));
    }
    return names;
  }

  /** What is left of a key's time, ms; below zero when it is not there. */
  long left(String key) {
    return hand().pttl(PREFIX + key);
  }

  void remove(String key) {
    hand().unlink(PREFIX + key);
  }

  void flush() {
    hand().flushall();
  }

  void save() {
    hand().save();
  }

  /** Throws away what it has and reads the file, as a restart does. */
  void reload() {
    hand()
        .dispatch(
            CommandType.DEBUG,
            new StatusOutput<>(StringCodec.UTF8),
            new CommandArgs<>(StringCodec.UTF8).add("RELOAD").add("NOSAVE"));
  }

  /** {@code kill -9}, and a start on the file. */
  void dieAndReturn() {
    server.kill();
    server.start();
    awaitClock();
  }

  @Override
  public void close() {
    hand.close();
    client.close();
    connection.close();
    server.close();
  }
}
