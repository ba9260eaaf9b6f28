package io.plimsoll.system.cdc;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.cdc.capture.Capture;
import io.plimsoll.cdc.capture.CaptureSettings;
import io.plimsoll.cdc.invalidate.Heartbeat;
import io.plimsoll.cdc.invalidate.HeartbeatSettings;
import io.plimsoll.cdc.invalidate.Invalidator;
import io.plimsoll.cdc.invalidate.InvalidatorSettings;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Capture, heartbeat and invalidator together on real servers. Each test has its own slot and
 * topics.
 */
abstract class InvalidatorCase extends CdcCase {
  static final TagHash HASH = new TagHash("0123456789abcdef");
  static final List<TagShape> SHAPES = List.of(new TagShape("public.items", List.of("id")));

  RedisCache cache;
  Capture capture;
  Heartbeat heartbeat;
  Invalidator invalidator;

  @BeforeEach
  void startAll() throws SQLException {
    String redis = "redis://:" + Servers.REDIS_PASSWORD + "@127.0.0.1:" + servers.redis.port();
    cache =
        new RedisCache(
            new RedisConnection(redis, Duration.ofSeconds(1), new ServerClock(System::nanoTime)),
            prefix);
    servers.register(SHAPES);
    capture = capture();
    heartbeat = new Heartbeat(beats(), cache);
    heartbeat.start();
    invalidator = invalidator();
    awaitFillable();
  }

  @AfterEach
  void stopAll() throws SQLException {
    invalidator.close();
    heartbeat.close();
    capture.close();
    cache.close();
    servers.dropSlot(prefix);
  }

  Control control() {
    return cache.control().toCompletableFuture().join().orElseThrow();
  }

  void awaitFillable() {
    patiently().ignoreExceptions().until(() -> !control().floor().equals(Floor.PENDING));
  }

  Lookup lookup(Query query) {
    return cache.lookup(query).toCompletableFuture().join();
  }

  /** Fills as the API does, until it is stored and found. */
  void awaitFill(Query query) {
    patiently().ignoreExceptions().until(() -> fill(query) && lookup(query) instanceof Lookup.Hit);
  }

  boolean fill(Query query) throws SQLException {
    if (!(lookup(query) instanceof Lookup.Miss(var reason, var admission, var stale))) {
      return true;
    }
    try (Connection connection = servers.postgres.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select pg_current_snapshot()::text, (select token from plimsoll.incarnation)")) {
      row.next();
      Fill fill =
          new Fill(
              query,
              admission,
              new Proof(
                  Stamp.Primary.parse(row.getString(1)),
                  new Incarnation(row.getString(2)),
                  HASH.version(SHAPES)),
              new Content(true, "etag", new byte[] {'1'}),
              Duration.ofHours(1),
              Duration.ofMillis(1));
      return cache.fill(fill).toCompletableFuture().join() instanceof Fill.Outcome.Stored;
    }
  }

  static Query query(String name, Tag tag) {
    return new Query(
        new CacheKey(name),
        List.of(HASH.of(tag), HASH.of(new Tag.WholeTable("public.items"))),
        Duration.ofSeconds(10));
  }

  static Tag key(String id) {
    return new Tag.Keyed("public.items", Map.of("id", id));
  }

  static Tag any() {
    return new Tag.AnyRow("public.items");
  }

  Invalidator invalidator() {
    Invalidator started =
        new Invalidator(
            new InvalidatorSettings(servers.kafka.bootstrap(), prefix, "test:1"),
            List.of(cache),
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    started.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> started.problem().equals(Optional.empty()));
    return started;
  }

  static HeartbeatSettings beats() {
    return new HeartbeatSettings(
        servers.postgres.jdbcUrl("postgres"),
        "plimsoll_capture",
        Servers.PASSWORD,
        Duration.ofMillis(100));
  }

  Capture capture() {
    Capture started =
        new Capture(
            new CaptureSettings(
                servers.postgres.jdbcUrl("postgres"),
                "plimsoll_capture",
                Servers.PASSWORD,
                servers.kafka.bootstrap(),
                prefix,
                prefix,
                "plimsoll",
                Duration.ofMillis(5),
                3),
            HASH,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    started.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> started.problem().isEmpty());
    return started;
  }

  static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
