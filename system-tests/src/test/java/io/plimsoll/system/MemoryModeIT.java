package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Service and worker without a Redis: answers are kept in the process, and keep the promise. */
final class MemoryModeIT {
  private static Articles articles;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder()
                .environment(Service.API, "PLIMSOLL_REDIS_URL", "")
                .environment(Service.API, "PLIMSOLL_CACHE_MODE", "memory")
                .environment(Service.CDC, "PLIMSOLL_REDIS_URL", ""));
    articles.stack().redis().kill();
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @Test
  void hits_areFromTheProcess_andYoungerThanTheBound() {
    Response hit = articles.untilHit("/articles/2");
    assertThat(hit.header("Cache-Status")).endsWith("detail=l1");
    long age =
        Long.parseLong(hit.header("Plimsoll-Freshness").replaceAll(".*age-ms=(\\d+).*", "$1"));
    assertThat(age).isBetween(0L, 2_000L);
  }

  @Test
  void change_isInTheAnswerWithinTheBound_andAtOnceWithItsToken() {
    for (int i = 0; i < 20; i++) {
      articles.untilHit("/articles/3");
      String title = "Version " + i;
      Response written = articles.sendJson("PATCH", "/articles/3", "{\"title\":\"" + title + "\"}");
      String token = written.header("Plimsoll-Token");
      assertThat(articles.get("/articles/3", "Plimsoll-After", token).body()).contains(title);
      articles.until("/articles/3", r -> r.body().contains(title));
    }
  }

  /** Older than the bound is no hit, by the process's own clock. */
  @Test
  void worker_away_noHitBeyondTheBound_andHitsOnceItIsBack() {
    articles.untilHit("/articles/4");
    articles.stack().service(Service.CDC).pause();
    try {
      articles.until("/articles/4", r -> r.detail().equals("stale-watermark"));
      articles.sql("update articles set title = 'While it was away' where id = 4");
      assertThat(articles.get("/articles/4").body()).contains("While it was away");
    } finally {
      articles.stack().service(Service.CDC).resume();
    }
    // A heartbeat from before the change may come first: within the bound, the old one is a hit.
    articles.until("/articles/4", r -> r.hit() && r.body().contains("While it was away"));
  }

  @Test
  void invalidationByHand_reachesIt() {
    articles.untilHit("/articles/5");
    Response done =
        Admin.of(articles).send("POST", "/admin/invalidate", "{\"path\":\"/articles/5\"}");
    assertThat(done.status()).as(done.body()).isEqualTo(200);
    assertThat(done.body()).contains("\"applied-l1\":true").doesNotContain("redis");
    Awaitility.await("the next hit")
        .atMost(Duration.ofSeconds(20))
        .until(() -> articles.get("/articles/5").hit());
  }
}
