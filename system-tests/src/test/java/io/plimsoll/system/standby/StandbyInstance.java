package io.plimsoll.system.standby;

import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.origin.CatalogWatch;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.PostgresOrigin;
import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.local.stack.PostgresUrl;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The API's read-through in this process, with an origin of the test's making around the real. */
final class StandbyInstance implements AutoCloseable {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final ServerClock clock = new ServerClock(System::nanoTime);
  private final SchemaVersion schema = new SchemaVersion();
  private final Catalog catalog;
  private final TagHash hash;
  private final HikariDataSource pool;
  private final RedisCache redis;
  private final RoutedOrigin origin;
  private final ReadThrough readThrough;

  StandbyInstance(StandbyStack stack, UnaryOperator<Origin> around) {
    catalog =
        CatalogParser.parse(
            io.plimsoll.local.stack.Layout.find().example("articles").resolve("catalog.yaml"));
    hash = new TagHash(stack.stack().credentials().tagsKey());
    pool = OriginPool.open(settings(stack, "primary", stack.primary()));
    redis =
        new RedisCache(
            new RedisConnection(
                stack.stack().endpoints().redis().toString(), Duration.ofSeconds(2), clock),
            "plimsoll");
    origin =
        new RoutedOrigin(
            new PostgresOrigin(pool, schema, System::nanoTime),
            new RoutedOrigin.Settings(
                List.of(settings(stack, "standby-1", stack.standby(0))),
                Duration.ofMillis(20),
                BOUND),
            schema,
            clock,
            new SimpleMeterRegistry());
    readThrough =
        new ReadThrough(
            List.of(new NamedTier("redis", redis)),
            new ReadThrough.Shared(
                around.apply(origin),
                ReadSettings.of(hash.version(catalog.shapes()), 1_000_000),
                blocking,
                ReadThrough.delayOn(blocking),
                System::nanoTime,
                () -> 0.5));
    checkCatalog();
  }

  private static OriginPool.Settings settings(StandbyStack stack, String name, PostgresUrl url) {
    return new OriginPool.Settings(
        name,
        url.jdbcUrl(),
        "plimsoll_reader",
        stack.stack().credentials().reader(),
        4,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        true);
  }

  private void checkCatalog() {
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

  QueryDef article() {
    return catalog.queries().stream()
        .filter(q -> q.name().equals("article"))
        .findFirst()
        .orElseThrow();
  }

  /** Reads a row by {@code query}, which is cached under the tags of an article. */
  Answer read(QueryDef query, String kind, long row) {
    String id = Long.toString(row);
    List<String> tags = article().tags(Map.of("id", List.of(id))).stream().map(hash::of).toList();
    Query lookup = new Query(new CacheKey("standby:" + kind + ":" + row), tags, BOUND);
    List<@Nullable Object> values =
        query.sql().names().stream().<@Nullable Object>map(n -> row).toList();
    return readThrough
        .read(new ReadRequest(query, values, lookup, true))
        .toCompletableFuture()
        .join();
  }

  /** Until the cache has applied all up to a position. */
  void awaitApplied(Lsn position) {
    await("the change stream to be applied")
        .atMost(StandbyStack.SOON)
        .until(() ->
            redis
                .control()
                .toCompletableFuture()
                .join()
                .filter(control -> control.applied().compareTo(position) >= 0)
                .isPresent());
  }

  @Override
  public void close() {
    redis.close();
    origin.close();
    pool.close();
    blocking.close();
  }
}
