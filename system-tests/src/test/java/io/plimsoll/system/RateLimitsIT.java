package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.api.limit.RateLimiter;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisPartitions;
import io.plimsoll.core.cache.redis.RedisTarget;
import io.plimsoll.local.keys.KeyStore;
import io.plimsoll.local.keys.NewKey;
import io.plimsoll.local.stack.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks too often is told so, by all instances together. Each test has addresses of its own. */
final class RateLimitsIT {
  private static final int REQUESTS = 60;
  private static final Rate RATE = new Rate(REQUESTS, Duration.ofMinutes(1));

  private static final String CATALOG =
      """
      queries:
        article:
          get: /articles/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id
          one: true
        count:
          get: /count
          public: true
          sql: select count(*) as n from articles
          one: true
      """;

  private static Articles articles;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    articles =
        Articles.start(
            Articles.builder()
                .catalog(Files.writeString(folder.resolve("catalog.yaml"), CATALOG))
                .environment(Service.API, "PLIMSOLL_AUTH_MODE", "required")
                .environment(Service.API, "PLIMSOLL_LIMITS_PER_ADDRESS", RATE.toString())
                .environment(Service.API, "PLIMSOLL_LIMITS_TRUSTED_PROXIES", "1"));
    await("it serves").until(() -> count("192.0.2.1").status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static Response count(String address) {
    return articles.get("/count", "X-Forwarded-For", address);
  }

  private static Response article(String address, String key) {
    return articles.get(
        "/articles/1", "X-Forwarded-For", address, "Authorization", "Bearer " + key);
  }

  private static String key(Optional<Rate> rate) {
    try (Connection connection = articles.connect()) {
      return new KeyStore(connection)
          .create(new NewKey("test", Optional.empty(), List.of(), rate, Optional.empty()))
          .key()
          .text();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What came after so many that passed. */
  private record Refusal(int passed, Response response) {}

  private static Refusal untilRefused(String address) {
    for (int passed = 0; ; passed++) {
      Response response = count(address);
      if (response.status() == 429) {
        return new Refusal(passed, response);
      }
    }
  }

  /** By GCRA, with permits that are held for a second. */
  private static double most(long startedNanos) {
    double time = (System.nanoTime() - startedNanos) / 1e9 + 1;
    return REQUESTS * (1 + time / RATE.per().toSeconds());
  }

  @Test
  void answers_sayHowItStands_andBeyondItIs429() {
    long started = System.nanoTime();
    Response first = count("198.51.100.1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.header("RateLimit-Policy")).isEqualTo("\"address\";q=60;w=60");
    assertThat(first.header("RateLimit")).matches("\"address\";r=5[0-9];t=[0-9]+");
    Refusal refusal = untilRefused("198.51.100.1");
    int passed = 1 + refusal.passed();
    assertThat((double) passed).isLessThanOrEqualTo(most(started));
    assertThat(passed).isGreaterThan(REQUESTS / 2);
    Response refused = refusal.response();
    assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
    assertThat(refused.header("RateLimit")).startsWith("\"address\";r=0;t=");
    assertThat(refused.body()).contains("rate-limited").doesNotContain("\"n\"");
    assertThat(count("198.51.100.2").status()).as("another address").isEqualTo(200);
  }

  @Test
  void madeUpAddresses_beforeTheProxys_doNotHelp() {
    untilRefused("198.51.100.10");
    int refused = 0;
    for (int i = 0; i < 20; i++) {
      refused += count("10.0.0." + i + ", 198.51.100.10").status() == 429 ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(10);
  }

  @Test
  void guessingKeys_isLimitedToo() {
    int guesses = 0;
    while (article("198.51.100.20", "plk_guess").status() == 401) {
      guesses++;
    }
    assertThat(guesses).isBetween(REQUESTS / 2, 10 * REQUESTS);
  }

  @Test
  void key_hasItsOwnRate_whereverItComesFrom() {
    String slow = key(Optional.of(new Rate(3, Duration.ofHours(1))));
    String free = key(Optional.empty());
    for (int i = 0; i < 3; i++) {
      assertThat(article("198.51.100." + (30 + i), slow).status()).isEqualTo(200);
    }
    Response refused = article("198.51.100.39", slow);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().allValues("RateLimit-Policy"))
        .containsExactly("\"address\";q=60;w=60", "\"key\";q=3;w=3600");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 1_200);
    assertThat(article("198.51.100.39", free).status()).isEqualTo(200);
  }

  /** The service, and another instance in this process. */
  @Test
  void twoInstances_keepTheRateTogether() {
    String address = "198.51.100.50";
    RedisTarget target =
        new RedisTarget(
            articles.stack().endpoints().redis().toString(),
            false,
            Duration.ofSeconds(10),
            "plimsoll",
            1);
    try (RedisPartitions redis = RedisPartitions.open(target, new ServerClock(System::nanoTime))) {
      await("a connection")
          .until(() -> redis.timeMicros().handle((t, e) -> e == null).toCompletableFuture().join());
      RateLimiter other = new RateLimiter(System::nanoTime);
      long started = System.nanoTime();
      int passed = 0;
      int refused = 0;
      while (refused < 20) {
        boolean here = count(address).status() == 200;
        boolean there =
            other.take("address:" + address, RATE, redis).toCompletableFuture().join().allowed();
        passed += (here ? 1 : 0) + (there ? 1 : 0);
        refused += (here ? 0 : 1) + (there ? 0 : 1);
      }
      assertThat((double) passed).isLessThanOrEqualTo(most(started));
      assertThat(passed).isGreaterThan(REQUESTS / 2);
    }
  }

  @Test
  void withoutRedis_theInstanceLimitsAlone() {
    articles.stack().redis().kill();
    try {
      long started = System.nanoTime();
      assertThat(count("198.51.100.60").status()).isEqualTo(200);
      assertThat((double) (1 + untilRefused("198.51.100.60").passed()))
          .isLessThanOrEqualTo(most(started));
    } finally {
      articles.stack().redis().start();
    }
  }
}
