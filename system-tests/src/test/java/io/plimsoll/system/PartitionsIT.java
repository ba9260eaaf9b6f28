package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.redis.RedisDoor;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.StackBuilder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Several partitions on one Redis, through the real worker and the real API. */
final class PartitionsIT {
  private static final List<String> PATHS =
      IntStream.range(1, 121).mapToObj(i -> "/articles/" + i).toList();

  private static StackBuilder builder(int api, int worker) {
    return Articles.builder()
        .environment(Service.API, "PLIMSOLL_CACHE_PARTITIONS", Integer.toString(api))
        .environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0")
        .environment(Service.CDC, "PLIMSOLL_CACHE_PARTITIONS", Integer.toString(worker));
  }

  private static Set<String> partitionsInUse(Articles articles) {
    try (RedisAdmin redis = RedisAdmin.connect(articles.stack().endpoints().redis())) {
      return redis.partitionsWithEntries();
    }
  }

  @Test
  void fourPartitionsOnOneServer_areAllUsed_keptFresh_andHealed() throws Exception {
    try (Articles articles = Articles.start(builder(4, 4))) {
      PATHS.forEach(articles::untilHit);
      assertThat(partitionsInUse(articles))
          .containsExactly("{plimsoll:1}", "{plimsoll:2}", "{plimsoll:3}", "{plimsoll}");

      articles.sql("update users set name = name || ' Junior'");
      for (String path : PATHS) {
        articles.until(path, r -> r.hit() && r.body().contains(" Junior"));
      }

      underLoad(
          articles,
          load -> {
            articles.stack().redis().kill();
            seen(load, "cache-unavailable", 20);
            articles.stack().redis().start();
          });
      PATHS.forEach(articles::untilHit);
      assertThat(partitionsInUse(articles)).hasSize(4);
      assertThat(articles.metric(Service.CDC, "plimsoll_invalidate_epochs_total"))
          .as("each partition lost its state, and began a new epoch")
          .contains("partition=\"0\"", "partition=\"1\"", "partition=\"2\"", "partition=\"3\"");
    }
  }

  @Test
  void partitionThatTheWorkerDoesNotFeed_isNeverServed_andTold() throws Exception {
    try (Articles articles = Articles.start(builder(3, 2))) {
      underLoad(articles, load -> seen(load, "no-control", 200));
      assertThat(partitionsInUse(articles))
          .as("nothing is stored where nobody invalidates")
          .containsExactly("{plimsoll:1}", "{plimsoll}");

      await("the gauge")
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              articles.metric(Service.API, "plimsoll_cache_partitions_unfed").contains(" 1.0"));
      assertThat(Files.readString(articles.stack().service(Service.API).log()))
          .containsOnlyOnce("code=partition-unfed partition=2 of=3 state=none");

      // What a worker with more partitions once fed, and feeds no more. Its watermark is young for
      // a
      // moment: until it is older than the bound, answers are stored and served, and then no more.
      try (RedisAdmin redis = RedisAdmin.connect(articles.stack().endpoints().redis())) {
        redis
            .commands()
            .copy("{plimsoll:1}:" + RedisDoor.CONTROL, "{plimsoll:2}:" + RedisDoor.CONTROL);
        redis
            .commands()
            .copy("{plimsoll:1}:" + RedisDoor.STRIPES, "{plimsoll:2}:" + RedisDoor.STRIPES);
      }
      underLoad(articles, load -> seen(load, "stale-watermark", 200));
    }
  }

  /** Readers, a writer and a judge while something happens. */
  private static void underLoad(Articles articles, Event event) throws Exception {
    ReadersAndWriter load = new ReadersAndWriter(articles);
    seen(load, "hit", 1);
    event.happens(load);
    seen(load, "hit", load.outcomes().getOrDefault("hit", 0L) + 50);
    load.close();
    assertThat(load.judge().violations()).isEmpty();
    assertThat(load.judge().judged()).isPositive();
    Set<String> failures = new HashSet<>(load.outcomes().keySet());
    failures.removeIf(outcome -> !outcome.startsWith("status") && !outcome.equals("exception"));
    assertThat(failures).isEmpty();
  }

  @FunctionalInterface
  private interface Event {
    void happens(ReadersAndWriter load) throws Exception;
  }

  private static void seen(ReadersAndWriter load, String outcome, long times) {
    await(times + " times " + outcome)
        .atMost(Duration.ofSeconds(40))
        .until(() -> load.outcomes().getOrDefault(outcome, 0L) >= times);
  }
}
