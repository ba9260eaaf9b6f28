package io.plimsoll.local.doctor;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks one server of Redis. Changes nothing. */
final class RedisAsker {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final int PINGS = 21;

  private RedisAsker() {}

  /**
   * The answers.
   *
   * @param url of a cluster, its first server is asked
   * @throws io.lettuce.core.RedisException when it cannot be reached or refuses
   */
  static RedisFacts ask(String url) {
    RedisURI uri = RedisURI.create(first(url));
    uri.setTimeout(DEADLINE);
    RedisClient client = RedisClient.create(uri);
    try {
      client.setOptions(
          ClientOptions.builder()
              .autoReconnect(false)
              .socketOptions(SocketOptions.builder().connectTimeout(DEADLINE).build())
              .build());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        return facts(connection.sync());
      }
    } finally {
      client.shutdown(0, 1, java.util.concurrent.TimeUnit.SECONDS);
    }
  }

  /** {@code redis://:password@host:port,host:port}: without the further servers. */
  static String first(String url) {
    int at = url.lastIndexOf('@');
    int comma = url.indexOf(',', Math.max(at, 0));
    return comma < 0 ? url : url.substring(0, comma);
  }

  private static RedisFacts facts(RedisCommands<String, String> redis) {
    Map<String, String> info = fields(redis.info());
    Duration ping = ping(redis);
    long began = System.nanoTime();
    List<String> time = redis.time();
    Duration roundTrip = Duration.ofNanos(System.nanoTime() - began);
    Instant there =
        Instant.ofEpochSecond(Long.parseLong(time.get(0)))
            .plus(Long.parseLong(time.get(1)), ChronoUnit.MICROS);
    return new RedisFacts(
        info,
        stopsOnFailedSave(redis),
        scripts(redis),
        ping,
        "1".equals(info.get("cluster_enabled")) ? fields(redis.clusterInfo()) : Map.of(),
        Duration.between(Instant.now().minus(roundTrip.dividedBy(2)), there),
        roundTrip);
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int colon = line.indexOf(':');
          if (colon > 0) {
            fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
          }
        });
    return fields;
  }

  private static Duration ping(RedisCommands<String, String> redis) {
    List<Duration> times = new ArrayList<>();
    for (int i = 0; i < PINGS; i++) {
      long began = System.nanoTime();
      redis.ping();
      times.add(Duration.ofNanos(System.nanoTime() - began));
    }
    Collections.sort(times);
    return times.get(PINGS / 2);
  }

  private static String stopsOnFailedSave(RedisCommands<String, String> redis) {
    try {
      String name = "stop-writes-on-bgsave-error";
      return redis.configGet(name).getOrDefault(name, "");
    } catch (RedisCommandExecutionException e) {
      return ""; // CONFIG may be forbidden or renamed.
    }
  }

  private static String scripts(RedisCommands<String, String> redis) {
    try {
      redis.eval("return 1", ScriptOutputType.INTEGER);
      return "";
    } catch (RedisCommandExecutionException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
