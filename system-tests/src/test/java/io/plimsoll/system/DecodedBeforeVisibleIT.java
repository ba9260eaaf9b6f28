package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.local.stack.Layout;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The scenario the product exists for. A commit waits for its synchronous standby: the change
 * stream has it already and has removed the cached answer, but a new read still gets the old row.
 * Whoever stores what it read then stores it after the invalidation, and nothing will ever remove
 * it.
 */
final class DecodedBeforeVisibleIT {
  private static final int ROUNDS = 12;
  private static final Duration ACKNOWLEDGED_AFTER = Duration.ofMillis(200);
  private static final Duration BOUND = Duration.ofSeconds(10);

  private static final Catalog catalog =
      CatalogParser.parse(Layout.find().example("articles").resolve("catalog.yaml"));
  private static final QueryDef article =
      catalog.queries().stream().filter(q -> q.name().equals("article")).findFirst().orElseThrow();

  private static Articles articles;
  private static LateStandby standby;

  @BeforeAll
  static void start() throws Exception {
    articles = Articles.start(Articles.builder());
    articles.untilHit("/articles/1");
    standby = new LateStandby(articles, ACKNOWLEDGED_AFTER);
    articles.sql("alter system set synchronous_standby_names = '" + LateStandby.NAME + "'");
    articles.sql("select pg_reload_conf()");
  }

  @AfterAll
  static void stop() throws Exception {
    standby.close();
    articles.close();
  }

  @Test
  void loadInTheWindow_isAnsweredButNotStored() throws Exception {
    Run run = run(cache -> cache, 2_000);
    assertThat(run.staleHits()).as("nothing from before a commit stays behind").isZero();
    assertThat(run.refusedForMark()).as("the window was hit").isPositive();
  }

  @Test
  void sameLoad_withTheSnapshotCheckOff_leavesTheOldAnswerBehind() throws Exception {
    Run run = run(SeesEverything::new, 3_000);
    assertThat(run.staleHits()).as("so the test above can fail").isPositive();
    assertThat(run.refusedForMark()).isZero();
  }

  private record Run(int staleHits, int refusedForMark) {}

  /** Each round changes one article and reads it all the while from an instance of our own. */
  private static Run run(UnaryOperator<Cache> fillCheck, long firstRow) throws Exception {
    int stale = 0;
    int refused = 0;
    try (Instance instance = new Instance(fillCheck);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long row = firstRow; row < firstRow + ROUNDS; row++) {
        String title = "new " + row;
        String update = "update articles set title = '" + title + "' where id = " + row;
        CompletableFuture<Void> commit =
            CompletableFuture.runAsync(() -> articles.sql(update), threads);
        while (!commit.isDone()) {
          refused += refusedForMark(instance.read(row)) ? 1 : 0;
        }
        commit.join();
        Answer after = instance.read(row);
        stale +=
            !new String(after.content().body(), StandardCharsets.UTF_8).contains(title) ? 1 : 0;
      }
    }
    return new Run(stale, refused);
  }

  private static boolean refusedForMark(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Fetched fetched
        && fetched.refused().equals(Optional.of(Reason.MARK));
  }

  /** The API's read-through, on the stack's servers, with a cache of the test's making. */
  private static final class Instance implements AutoCloseable {
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final HikariDataSource pool;
    private final RedisCache redis;
    private final ReadThrough readThrough;
    private final TagHash hash = new TagHash(articles.stack().credentials().tagsKey());

    Instance(UnaryOperator<Cache> fillCheck) {
      SchemaVersion schema = new SchemaVersion();
      pool =
          OriginPool.open(
              new OriginPool.Settings(
                  "test",
                  articles.stack().endpoints().postgres().jdbcUrl(),
                  "plimsoll_reader",
                  articles.stack().credentials().reader(),
                  4,
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(5),
                  true));
      redis =
          new RedisCache(
              new RedisConnection(
                  articles.stack().endpoints().redis().toString(),
                  Duration.ofSeconds(2),
                  new ServerClock(System::nanoTime)),
              "plimsoll");
      readThrough =
          new ReadThrough(
              List.of(new NamedTier("redis", fillCheck.apply(redis))),
              new ReadThrough.Shared(
                  new PostgresOrigin(pool, schema, System::nanoTime),
                  ReadSettings.of(hash.version(catalog.shapes()), 1_000_000),
                  blocking,
                  ReadThrough.delayOn(blocking),
                  System::nanoTime,
                  () -> 0.5));
      try (CatalogWatch watch =
          new CatalogWatch(
              catalog,
              "plimsoll",
              pool,
              Optional.empty(),
              schema,
              problems -> {
                throw new IllegalStateException(problems.toString());
              })) {
        watch.start();
        await("the check of the catalog").until(() -> watch.notReady().isEmpty());
      }
    }

    Answer read(long row) {
      String id = Long.toString(row);
      List<String> tags = article.tags(Map.of("id", id)).stream().map(hash::of).toList();
      Query lookup = new Query(new CacheKey("decoded-before-visible:" + row), tags, BOUND);
      List<@org.jspecify.annotations.Nullable Object> values =
          article.sql().names().stream()
              .<@org.jspecify.annotations.Nullable Object>map(n -> row)
              .toList();
      return readThrough
          .read(new ReadRequest(article, values, lookup, true))
          .toCompletableFuture()
          .join();
    }

    @Override
    public void close() {
      redis.close();
      pool.close();
      blocking.close();
    }
  }
}
