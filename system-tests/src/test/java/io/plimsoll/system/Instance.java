package io.plimsoll.system;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.Capturing;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.analysis.TagPlan;
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
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
  private final CatalogWatch watch;
  private final TagHash hash;
  private final Optional<Near> near;

  Instance(
      Articles articles, QueryDef query, UnaryOperator<Cache> cache, UnaryOperator<Origin> origin) {
    this(articles, CATALOG, query, cache, origin);
  }

  /**
   * Starts one.
   *
   * @param catalog whose shapes it registers
   * @param query over one row of articles; all instances with the same one share entries
   * @param cache around Redis
   * @param origin around Postgres
   */
  Instance(
      Articles articles,
      Catalog catalog,
      QueryDef query,
      UnaryOperator<Cache> cache,
      UnaryOperator<Origin> origin) {
    this(articles, catalog, query, cache, origin, false);
  }

  /**
   * Likewise.
   *
   * @param ownCache whether it has a cache in the process before Redis, which follows the stream
   */
  Instance(
      Articles articles,
      Catalog catalog,
      QueryDef query,
      UnaryOperator<Cache> cache,
      UnaryOperator<Origin> origin,
      boolean ownCache) {
    this.query = query;
    ServerClock clock = new ServerClock(System::nanoTime);
    near = ownCache ? Optional.of(Near.follow(articles, clock)) : Optional.empty();
    hash = new TagHash(articles.stack().credentials().tagsKey());
    pool = OriginPool.open(settings(articles));
    redis =
        new RedisCache(
            new RedisConnection(
                articles.stack().endpoints().redis().toString(), Duration.ofSeconds(2), clock),
            "plimsoll");
    SchemaVersion schema = new SchemaVersion();
    ShapesInForce shapes = new ShapesInForce(Set.of(), hash, System::nanoTime);
    readThrough =
        new ReadThrough(
            Stream.concat(
                    near.map(Near::tier).stream(),
                    Stream.of(new NamedTier("redis", cache.apply(redis))))
                .toList(),
            new ReadThrough.Shared(
                origin.apply(new PostgresOrigin(pool, schema, System::nanoTime)),
                ReadSettings.of(shapes, 1_000_000),
                blocking,
                ReadThrough.delayOn(blocking),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble()));
    watch = watch(catalog, schema, shapes);
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

  private CatalogWatch watch(Catalog catalog, SchemaVersion schema, ShapesInForce shapes) {
    CatalogWatch started =
        new CatalogWatch(
            catalog,
            "plimsoll",
            pool,
            Optional.empty(),
            schema,
            shapes,
            problems -> {
              throw new IllegalStateException(problems.toString());
            });
    started.start();
    await("the check of the catalog").until(() -> started.notReady().isEmpty());
    return started;
  }

  CompletionStage<Answer> ask(long row) {
    TagPlan plan = watch.planned(query).standing().plan();
    Map<String, List<String>> given = Map.of("id", List.of(Long.toString(row)));
    List<String> tags = plan.tags(given).stream().map(hash::of).toList();
    CacheKey key = new CacheKey("instance:" + query.version() + ":" + row);
    Query lookup = new Query(key, tags, query.maxStaleness(), query.grace(), Optional.empty());
    List<@Nullable Object> values =
        query.sql().names().stream().<@Nullable Object>map(n -> row).toList();
    Capturing capturing =
        Capturing.of(
            plan,
            given,
            names -> names.stream().<@Nullable Object>map(n -> row).toList(),
            hash::of);
    return readThrough.read(new ReadRequest(query, values, lookup, true, capturing));
  }

  Answer read(long row) {
    return ask(row).toCompletableFuture().join();
  }

  @Override
  public void close() {
    watch.close();
    near.ifPresent(Near::close);
    redis.close();
    pool.close();
    blocking.close();
  }
}
