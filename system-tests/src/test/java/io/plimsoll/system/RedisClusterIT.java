package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.redis.RedisDoor;
import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.StackBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Eight partitions on a Redis Cluster of three masters; the failover comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RedisClusterIT {
  private static final int CLOCK = RedisClusterServers.holder("{plimsoll}:" + RedisDoor.CONTROL);
  private static final String PARTITIONS = "8";
  private static final List<String> PATHS =
      IntStream.range(1, 151).mapToObj(i -> "/articles/" + i).toList();

  @TempDir private static Path folder;
  private static RedisClusterServers cluster;
  private static Articles articles;

  @BeforeAll
  static void start() {
    cluster = new RedisClusterServers(new Binaries(Layout.find().binaries()), folder);
    cluster.start(CLOCK);
    StackBuilder builder =
        Articles.builder()
            .redis(cluster.oneOfThem())
            .environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0")
            .environment(Service.API, "PLIMSOLL_CACHE_EARLY_REFRESH", "0");
    for (Service service : List.of(Service.API, Service.CDC)) {
      builder
          .environment(service, "PLIMSOLL_REDIS_URL", cluster.url())
          .environment(service, "PLIMSOLL_REDIS_CLUSTER", "true")
          .environment(service, "PLIMSOLL_CACHE_PARTITIONS", PARTITIONS);
    }
    articles = Articles.start(builder);
  }

  @AfterAll
  static void stop() {
    articles.close();
    cluster.close();
  }

  @Test
  @Order(1)
  void everyMaster_holdsPartitions_thatGiveHits() {
    PATHS.forEach(articles::untilHit);
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
      try (RedisAdmin admin = cluster.admin(i)) {
        Set<String> here = admin.partitionsWithEntries();
        assertThat(here).as("server %d", i).isNotEmpty();
        all.addAll(here);
      }
    }
    assertThat(all).hasSize(Integer.parseInt(PARTITIONS));
  }

  @Test
  @Order(2)
  void changeFromOutside_endsTheEntriesOnAllMasters() {
    articles.sql("update users set name = name || ' Junior'");
    for (String path : PATHS) {
      articles.until(path, r -> r.hit() && r.body().contains(" Junior"));
    }
  }

  @Test
  @Order(3)
  void repeatedLookup_isOneCommand_capturedTagsIncluded_andTimeIsAskedAtOneServerOnly() {
    PATHS.forEach(articles::untilHit);
    admins(admin -> admin.commands().configResetstat());
    for (String path : PATHS) {
      assertThat(articles.get(path).hit()).isTrue();
    }
    assertThat(
            admins(admin -> admin.calls().getOrDefault("mget", 0L)).stream()
                .mapToLong(n -> n)
                .sum())
        .as("the tag of each article's author, which the entry told, is asked for with it")
        .isEqualTo(PATHS.size());
    await("the clock is asked again").until(() -> calls("time").get(CLOCK) > 2);
    List<Long> asked = calls("time");
    asked.remove(CLOCK);
    assertThat(asked).as("TIME anywhere else than at the first partition's").containsOnly(0L);
  }

  @Test
  @Order(4)
  void failoverThatLosesWrites_isFollowed_andNothingStaleIsServed() throws Exception {
    PATHS.forEach(articles::untilHit);
    ReadersAndWriter load = new ReadersAndWriter(articles);
    seen(load, "hit", 50);
    cluster.cutReplication();
    long before = load.lastVersion();
    await("changes that the replica never hears of")
        .atMost(Duration.ofSeconds(30))
        .until(() -> load.lastVersion() > before + 100);

    cluster.server(CLOCK).kill();

    try (RedisAdmin replica = cluster.admin(RedisClusterServers.MASTERS)) {
      await("the replica is promoted")
          .atMost(Duration.ofSeconds(30))
          .until(() -> replica.commands().info("replication").contains("role:master"));
      seen(load, "hit", load.outcomes().getOrDefault("hit", 0L) + 200);
      PATHS.forEach(articles::untilHit);
      load.close();
      assertThat(load.judge().violations()).isEmpty();
      assertThat(load.outcomes()).doesNotContainKeys("status 500", "status 504", "exception");
      assertThat(replica.partitionsWithEntries()).as("the promoted one serves").isNotEmpty();
      assertThat(replica.calls().getOrDefault("mget", 0L)).isPositive();
    }
    for (String path : ReadersAndWriter.paths()) {
      String row = path.substring(path.lastIndexOf('/') + 1);
      String title = articles.sqlValue("select title from articles where id = " + row);
      articles.until(path, r -> r.hit() && r.body().contains('"' + title + '"'));
    }
    assertThat(articles.metric(Service.CDC, "plimsoll_invalidate_epochs_total"))
        .as("the worker saw that writes were lost")
        .contains("code=\"position\"");
    for (int i = 0; i <= RedisClusterServers.MASTERS; i++) {
      if (i != CLOCK) {
        try (RedisAdmin admin = cluster.admin(i)) {
          assertThat(admin.commands().info("errorstats")).doesNotContain("CROSSSLOT");
        }
      }
    }
  }

  private static List<Long> calls(String command) {
    return admins(admin -> admin.calls().getOrDefault(command, 0L));
  }

  /** Asks each master. */
  private static <T> List<T> admins(Function<RedisAdmin, T> question) {
    List<T> answers = new ArrayList<>();
    for (int i = 0; i < RedisClusterServers.MASTERS; i++) {
      try (RedisAdmin admin = cluster.admin(i)) {
        answers.add(question.apply(admin));
      }
    }
    return answers;
  }

  private static void seen(ReadersAndWriter load, String outcome, long times) {
    await(times + " times " + outcome)
        .atMost(Duration.ofSeconds(60))
        .until(() -> load.outcomes().getOrDefault(outcome, 0L) >= times);
  }
}
