package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Server;
import io.plimsoll.local.stack.Service;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each part stopped, paused or killed under load: nothing older than the bound, and all comes back.
 */
final class FaultsIT {
  private static Articles articles;

  private ReadersAndWriter load;
  private boolean nobodyAnswered;

  @BeforeAll
  static void start() {
    // Of the tiers Redis alone; StalenessIT has them all.
    articles =
        Articles.start(Articles.builder().environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0"));
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @BeforeEach
  void healthy_underLoad() {
    articles.untilHit("/articles/1");
    load = new ReadersAndWriter(articles);
    seen("hit");
  }

  @AfterEach
  void nothingStale_andAllIsBack() throws Exception {
    seen("hit", load.outcomes().getOrDefault("hit", 0L) + 50);
    load.close();
    assertThat(load.judge().violations()).isEmpty();
    assertThat(load.judge().judged()).isPositive();
    assertThat(load.outcomes()).doesNotContainKeys("status 500", "status 504");
    assertThat(load.outcomes().getOrDefault("exception", 0L) > 0).isEqualTo(nobodyAnswered);
    for (String path : ReadersAndWriter.paths()) {
      String row = path.substring(path.lastIndexOf('/') + 1);
      String title = articles.sqlValue("select title from articles where id = " + row);
      Response response =
          articles.until(path, r -> r.hit() && r.body().contains('"' + title + '"'));
      assertThat(response.status()).as("no change was lost").isEqualTo(200);
    }
  }

  private void seen(String outcome) {
    seen(outcome, 1);
  }

  private void seen(String outcome, long times) {
    await(times + " times " + outcome)
        .atMost(Duration.ofSeconds(40))
        .until(() -> load.outcomes().getOrDefault(outcome, 0L) >= times);
  }

  private void versionsPass(long howMany) {
    long target = load.lastVersion() + howMany;
    await(howMany + " more versions")
        .atMost(Duration.ofSeconds(40))
        .until(() -> load.lastVersion() >= target);
  }

  @Test
  void redisStopped_postgresAnswers_andTheHeartbeatKeepsItsConnection() {
    String heartbeat = heartbeat();
    articles.stack().redis().stop();
    seen("cache-unavailable", 20);
    await("the heartbeat to stop")
        .until(() -> articles.page(Service.CDC, "/readyz").contains("cache-unavailable"));
    Response response = articles.get("/articles/1");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Cache-Status"))
        .isEqualTo("plimsoll; fwd=bypass; detail=cache-unavailable");
    articles.stack().redis().start();
    articles.untilHit("/articles/1");
    assertThat(heartbeat()).as("Postgres might give no other").isEqualTo(heartbeat);
  }

  private static String heartbeat() {
    return articles.sqlValue(
        "select pid from pg_stat_activity where application_name = 'plimsoll-heartbeat'");
  }

  @Test
  void redisKilled_comesBackEmpty_andIsFilledAgain() {
    articles.stack().redis().kill();
    seen("cache-unavailable", 20);
    articles.stack().redis().start();
  }

  @Test
  void redisFlushed_isFilledAgain() {
    String before = epochs();
    try (var redis = RedisAdmin.connect(articles.stack().endpoints().redis())) {
      redis.flushAll();
    }
    // Readers may see nothing of it: the worker's next write, a few milliseconds later, heals it.
    await("a new epoch").atMost(Duration.ofSeconds(40)).until(() -> !epochs().equals(before));
  }

  private static String epochs() {
    return articles.metric(Service.CDC, "plimsoll_invalidate_epochs_total");
  }

  @Test
  void kafkaPaused_theCacheStopsBeingUsed() {
    pauseAndResume(articles.stack().kafka());
  }

  @Test
  void kafkaRestarted_theCacheStopsBeingUsed() {
    articles.stack().kafka().stop();
    seen("stale-watermark", 20);
    articles.stack().kafka().start();
  }

  @Test
  void workerPaused_theCacheStopsBeingUsed() {
    pauseAndResume(articles.stack().service(Service.CDC));
  }

  @Test
  void workerStopped_theCacheStopsBeingUsed() {
    articles.stack().service(Service.CDC).stop();
    seen("stale-watermark", 20);
    articles.stack().service(Service.CDC).start();
  }

  @Test
  void workerKilledTwice_losesNoChange() {
    for (int i = 0; i < 2; i++) {
      articles.stack().service(Service.CDC).kill();
      versionsPass(100);
      articles.stack().service(Service.CDC).start();
      seen("hit", load.outcomes().getOrDefault("hit", 0L) + 50);
    }
  }

  @Test
  void postgresStopped_theBoundIsServed_then503_andItComesBack() {
    String path = "/articles/2";
    articles.untilHit(path);
    articles.stack().postgres().stop();
    assertThat(articles.get(path).hit()).as("within the bound").isTrue();
    Response refused = articles.until(path, response -> response.status() == 503);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    assertThat(refused.body()).contains("/problems/origin-unavailable");
    articles.stack().postgres().start();
    articles.untilHit(path);
  }

  @Test
  void postgresKilled_isANewIncarnation() {
    articles.stack().postgres().kill();
    seen("status 503");
    articles.stack().postgres().start();
  }

  @Test
  void apiKilled_startsAgain() {
    Server api = articles.stack().service(Service.API);
    api.kill();
    seen("exception");
    nobodyAnswered = true;
    api.start();
  }

  private void pauseAndResume(Server part) {
    part.pause();
    seen("stale-watermark", 20);
    part.resume();
  }
}
