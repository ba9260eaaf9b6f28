package io.plimsoll.system.staleness;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.plimsoll.local.server.EmbeddedRedis;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Consumer;

/** Redis loses its data, or gets old data back. */
final class RedisFaults {
  private RedisFaults() {}

  static List<Fault> all() {
    return List.of(
        new Fault("FLUSHALL", RedisFaults::flush),
        new Fault("Redis from an old RDB", RedisFaults::oldData));
  }

  private static void flush(Stage stage) {
    redis(stage, redis -> redis.flushall());
    stage.hold();
  }

  private static void oldData(Stage stage) throws Exception {
    redis(stage, redis -> redis.save());
    EmbeddedRedis server = stage.rig().stack().redis();
    Path file = server.log().resolveSibling("dump.rdb");
    Path old = file.resolveSibling("old.rdb");
    Files.move(file, old, StandardCopyOption.REPLACE_EXISTING);
    stage.hold();
    server.kill();
    Files.move(old, file, StandardCopyOption.REPLACE_EXISTING);
    server.start();
    Files.delete(file); // the next crash starts empty
  }

  private static void redis(Stage stage, Consumer<RedisCommands<String, String>> ask) {
    URI url = stage.rig().stack().endpoints().redis();
    RedisClient client = RedisClient.create(url.toString());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      ask.accept(connection.sync());
    } finally {
      client.shutdown();
    }
  }
}
