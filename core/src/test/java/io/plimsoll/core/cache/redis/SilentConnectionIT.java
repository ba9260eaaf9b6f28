package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connection whose other end is gone without a word. */
final class SilentConnectionIT {
  private final TestRedis redis = new TestRedis();
  private TcpRelay relay;
  private RedisPartitions cache;

  @BeforeEach
  void connectThroughTheRelay() {
    redis.start();
    relay = new TcpRelay(redis.port());
    cache =
        RedisPartitions.open(
            new RedisTarget(
                "redis://127.0.0.1:" + relay.port(), false, Duration.ofMillis(100), "silent", 2),
            new ServerClock(System::nanoTime));
    await("Redis answers").until(() -> reason() == Reason.NO_CONTROL);
  }

  @AfterEach
  void stop() {
    cache.close();
    relay.close();
    redis.stop();
  }

  private Reason reason() {
    Query query = new Query(new CacheKey("any"), List.of(), Duration.ofSeconds(1));
    return switch (cache.lookup(query).toCompletableFuture().join()) {
      case Lookup.Bypass bypass -> bypass.reason();
      case Lookup.Miss miss -> miss.reason();
      case Lookup.Hit hit -> throw new AssertionError("nothing was stored: " + hit);
    };
  }

  @Test
  void halfOpenConnection_isReplaced() {
    int before = relay.connections();
    relay.blackHole();
    assertThat(reason()).as("within the time limit of a command").isEqualTo(Reason.UNAVAILABLE);
    await("answers through another connection")
        .atMost(Duration.ofSeconds(20))
        .until(() -> reason() == Reason.NO_CONTROL);
    assertThat(relay.connections()).isGreaterThan(before);
  }

  @Test
  void serverThatIsBusyForAWhile_keepsItsConnection() throws IOException {
    try (Socket operator = new Socket(InetAddress.getLoopbackAddress(), redis.port())) {
      operator.getOutputStream().write("DEBUG SLEEP 6\r\n".getBytes(StandardCharsets.US_ASCII));
      await("silence").until(() -> reason() == Reason.UNAVAILABLE);
      await("an attempt to connect anew")
          .atMost(Duration.ofSeconds(20))
          .until(() -> relay.connections() > 1);
      await("answers").atMost(Duration.ofSeconds(20)).until(() -> reason() == Reason.NO_CONTROL);
    }
  }
}
