package io.plimsoll.system;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An operator's hand on one Redis server. */
final class RedisAdmin implements AutoCloseable {
  private static final Pattern COMMAND = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private RedisAdmin(RedisClient client) {
    this.client = client;
    this.connection = client.connect();
  }

  static RedisAdmin connect(URI uri) {
    return new RedisAdmin(RedisClient.create(uri.toString()));
  }

  RedisCommands<String, String> commands() {
    return connection.sync();
  }

  void flushAll() {
    commands().flushall();
  }

  /** The partitions, by the hash tag of their keys, that have entries on this server. */
  Set<String> partitionsWithEntries() {
    Set<String> partitions = new TreeSet<>();
    KeyScanCursor<String> cursor = commands().scan(entries());
    while (true) {
      cursor.getKeys().forEach(key -> partitions.add(key.substring(0, key.indexOf('}') + 1)));
      if (cursor.isFinished()) {
        return partitions;
      }
      cursor = commands().scan(cursor, entries());
    }
  }

  private static ScanArgs entries() {
    return ScanArgs.Builder.matches("*}:e[0-9]:*").limit(1_000);
  }

  /** How often each command was run since {@code CONFIG RESETSTAT}, by scripts too. */
  Map<String, Long> calls() {
    Map<String, Long> calls = new HashMap<>();
    Matcher matcher = COMMAND.matcher(commands().info("commandstats"));
    while (matcher.find()) {
      calls.put(matcher.group(1), Long.valueOf(matcher.group(2)));
    }
    return calls;
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown();
  }
}
