package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.limit.Gcra;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code permits.lua} on a real Redis, by whose clock it goes. */
final class RedisPermitsIT {
  private static final TestRedis REDIS = new TestRedis();
  private static final List<Rate> RATES =
      List.of(
          new Rate(1, Duration.ofSeconds(1)),
          new Rate(3, Duration.ofSeconds(1)),
          new Rate(7, Duration.ofSeconds(90)),
          new Rate(100, Duration.ofSeconds(1)),
          new Rate(70_001, Duration.ofHours(24)),
          new Rate(1_000_000, Duration.ofSeconds(1)),
          new Rate(999_999_999, Duration.ofDays(1)));

  private static RedisConnection connection;
  private static RedisPermits permits;

  @BeforeAll
  static void start() {
    REDIS.start();
    connection = REDIS.connect(new ServerClock(System::nanoTime));
    permits = new RedisPermits(connection, "permits");
  }

  @AfterAll
  static void stop() {
    connection.close();
    REDIS.stop();
  }

  /** Number by number, at the time that the script says it was. */
  @Test
  void script_saysWhatJavaSays() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Long> due = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Rate rate = RATES.get(random.nextInt(RATES.size()));
      String limit = "agrees-" + random.nextInt(3) + rate.requests();
      int wanted = 1 + random.nextInt(random.nextBoolean() ? 3 : Math.min(rate.requests(), 5_000));
      long[] said =
          Arrays.stream(permits.run(limit, rate, wanted).toCompletableFuture().join())
              .mapToLong(Long::parseLong)
              .toArray();
      Gcra.Grant grant = Gcra.draw(due.getOrDefault(limit, 0L), said[5], rate, wanted);
      assertThat(new Gcra.Grant((int) said[0], said[1], said[2], said[3], said[4]))
          .as("seed %d, step %d, %d of %s", seed, i, wanted, rate)
          .isEqualTo(grant);
      due.put(limit, grant.granted() > 0 ? grant.due() : due.getOrDefault(limit, 0L));
    }
  }

  @Test
  void limits_areApart_andTheirStateEndsByItself() {
    Rate rate = new Rate(1, Duration.ofDays(1));
    assertThat(granted("one", rate)).isEqualTo(1);
    assertThat(granted("one", rate)).isZero();
    assertThat(granted("two", rate)).isEqualTo(1);
    Long left =
        connection
            .call(redis -> redis.pttl(Keys.bytes("{permits:r:one}")))
            .toCompletableFuture()
            .join();
    assertThat(left).isBetween(1L, Duration.ofDays(1).toMillis());
  }

  private static int granted(String limit, Rate rate) {
    return permits.draw(limit, rate, 1).toCompletableFuture().join().granted();
  }
}
