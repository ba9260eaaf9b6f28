package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedRedis;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Redis's scripting language makes of numbers. */
class RedisFactsIT {
  private static final Xid LOWER = new Xid(1L << 53);
  private static final Xid HIGHER = new Xid((1L << 53) + 1);
  private static final Xid ABOVE_2_63 = new Xid(Long.MIN_VALUE + 1);

  @Test
  void luaNumbers_loseIntegersAbove2To53_andFixedWidthHexDoesNot(@TempDir Path folder) {
    try (Watchdog watchdog = Watchdog.start();
        EmbeddedRedis redis =
            new EmbeddedRedis(
                new Binaries(Layout.find().binaries()),
                folder,
                new Ports().next(),
                "secret",
                Map.of(),
                watchdog)) {
      redis.start();
      RedisClient client = RedisClient.create(redis.url().toString());
      try (StatefulRedisConnection<String, String> connection = client.connect()) {
        String equal = "return tostring(tonumber(ARGV[1]) == tonumber(ARGV[2]))";
        assertThat(eval(connection, equal, LOWER.toString(), HIGHER.toString()))
            .as("two ids are one number")
            .isEqualTo("true");

        String less = "return tostring(ARGV[1] < ARGV[2])";
        assertThat(eval(connection, less, LOWER.hex(), HIGHER.hex())).isEqualTo("true");
        assertThat(eval(connection, less, HIGHER.hex(), LOWER.hex())).isEqualTo("false");
        assertThat(eval(connection, less, HIGHER.hex(), ABOVE_2_63.hex())).isEqualTo("true");
      } finally {
        client.shutdown();
      }
    }
  }

  private static String eval(
      StatefulRedisConnection<String, String> connection, String script, String... arguments) {
    return connection.sync().eval(script, ScriptOutputType.VALUE, new String[0], arguments);
  }
}
