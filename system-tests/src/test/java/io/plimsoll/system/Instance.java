package io.plimsoll.system;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.local.stack.Layout;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The API's read-through in the test's process, on the stack's servers, with parts exchanged. */
final class Instance implements AutoCloseable {
  static final Catalog CATALOG =
      CatalogParser.parse(Layout.find().example("articles").resolve("catalog.yaml"));

  /** One article by its id. */
  static final QueryDef ARTICLE =
      CATALOG.queries().stream().filter(q -> q.name().equals("article")).findFirst().orElseThrow();

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final QueryDef query;
  private final HikariDataSource pool;
  private final RedisCache redis;
  private final ReadThrough readThrough;
  private final TagHash hash;

  /**
   * Starts one.
   *
   * @param query over one row of articles; all instances with the same one share entries
   * @param cache around Redis
   * @param origin around Postgres
   */
  Instance(
      Articles articles, QueryDef query, UnaryOperator<Cache> cache, UnaryOperator<Origin> origin) {
    this.query = query;
    hash = new TagHash(articles.stack().credentials().tagsKey());
    pool = OriginPool.open(settings(articles));
    redis =
        new RedisCache(
            new RedisConnection(
                articles.stack().endpoints().redis().toString(),
                Duration.ofSeconds(2),
                new ServerClock(System::nanoTime)),
            "plimsoll");
    SchemaVersion schema = new SchemaVersion();
    readThrough =
        new ReadThrough(
            List.of(new NamedTier("redis", cache.apply(redis))),
            new ReadThrough.Shared(
                origin.apply(new PostgresOrigin(pool, schema, System::nanoTime)),
                ReadSettings.of(hash.version(CATALOG.shapes()), 1_000_000),
                blocking,
                ReadThrough.delayOn(blocking),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble()));
    check(schema);
  }

  private static OriginPool.Settings settings(Articles articles) {
    return new OriginPool.Settings(
        "test",
        articles.stack().endpoints().postgres().jdbcUrl(),
        "plimsoll_reader",
        articles.stack().credentials().reader(),
        4,
        PATIENCE,
        PATIENCE,
        true);
  }

  private void check(SchemaVersion schema) {
    try (CatalogWatch watch =
        new CatalogWatch(
            CATALOG,
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

  CompletionStage<Answer> ask(long row) {
    List<String> tags =
        query.tags(Map.of("id", List.of(Long.toString(row)))).stream().map(hash::of).toList();
    CacheKey key = new CacheKey("instance:" + query.version() + ":" + row);
    Query lookup = new Query(key, tags, query.maxStaleness(), query.grace(), Optional.empty());
    List<@Nullable Object> values =
        query.sql().names().stream().<@Nullable Object>map(n -> row).toList();
    return readThrough.read(new ReadRequest(query, values, lookup, true));
  }

  Answer read(long row) {
    return ask(row).toCompletableFuture().join();
  }

  @Override
  public void close() {
    redis.close();
    pool.close();
    blocking.close();
  }
}
