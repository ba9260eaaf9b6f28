package io.plimsoll.system.cdc;

import static org.assertj.core.api.Assertions.assertThat;
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
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.InvalidationStatsCodec;
import io.plimsoll.core.record.UndecodableException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Capture, heartbeat and invalidator together on real servers. */
class InvalidatorIT {
  private static final TagHash HASH = new TagHash("0123456789abcdef");
  private static final List<TagShape> SHAPES = List.of(new TagShape("public.items", List.of("id")));

  @TempDir static Path folder;
  private static Servers servers;

  private String prefix = "";
  private RedisCache cache;
  private Capture capture;
  private Heartbeat heartbeat;
  private Invalidator invalidator;

  @BeforeAll
  static void startServers() throws Exception {
    servers = new Servers(folder);
    servers.start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @BeforeEach
  void startAll(TestInfo test) throws SQLException {
    servers.execute("truncate items, full_items, plain");
    prefix = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    String redis = "redis://:" + Servers.REDIS_PASSWORD + "@127.0.0.1:" + servers.redis.port();
    cache =
        new RedisCache(
            new RedisConnection(redis, Duration.ofSeconds(1), new ServerClock(System::nanoTime)),
            prefix);
    capture = capture(SHAPES);
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

  @Test
  void follow_aChangedRow_invalidatesItsEntriesOnly() throws SQLException {
    servers.execute("insert into items values (1, 1, 'a'), (2, 2, 'b')");
    awaitFill(query("one", key("1")));
    awaitFill(query("two", key("2")));
    awaitFill(query("all", new Tag.AnyRow("public.items")));

    servers.execute("update items set note = 'c' where id = 1");

    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    await().until(() -> lookup(query("all", any())) instanceof Lookup.Miss);
    assertThat(lookup(query("two", key("2")))).isInstanceOf(Lookup.Hit.class);

    servers.execute("truncate items");
    await().until(() -> lookup(query("two", key("2"))) instanceof Lookup.Miss);
  }

  @Test
  void follow_watermark_movesWithTheHeartbeat() {
    long before = control().watermark().startedMicros();

    await().until(() -> control().watermark().startedMicros() > before + 300_000);
    assertThat(control().incarnation().known()).isTrue();
  }

  @Test
  void follow_restarted_continuesInTheSameEpoch() throws SQLException {
    String epoch = control().epoch();
    awaitFill(query("one", key("1")));
    invalidator.close();
    servers.execute("insert into items values (1, 1, 'a')");

    invalidator = invalidator();

    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    assertThat(control().epoch()).isEqualTo(epoch);
  }

  @Test
  void follow_slotDropped_opensAnEpochAndRaisesTheFloor() throws SQLException {
    Control before = control();
    awaitFill(query("one", key("1")));
    capture.close();
    servers.dropSlot(prefix);
    servers.execute("insert into items values (1, 1, 'lost')");

    capture = capture(SHAPES);

    await().until(() -> !control().epoch().equals(before.epoch()));
    assertThat(lookup(query("one", key("1")))).isNotInstanceOf(Lookup.Hit.class);
    awaitFillable();
    assertThat(control().floor().xid()).isGreaterThan(before.floor().xid());
  }

  @Test
  void follow_otherShapes_opensAnEpochWithThem() {
    String before = control().shapes();
    capture.close();

    capture = capture(List.of());

    await().until(() -> control().shapes().equals(HASH.version(List.of())));
    assertThat(control().shapes()).isNotEqualTo(before);
    awaitFillable();
  }

  @Test
  void follow_redisRestartedEmpty_opensAnEpochAndFollowsOn() throws SQLException {
    String before = control().epoch();

    servers.redis.kill();
    servers.execute("insert into items values (1, 1, 'a')");
    servers.redis.start();

    patiently().ignoreExceptions().until(() -> !control().epoch().equals(before));
    awaitFillable();
    awaitFill(query("one", key("1")));
    servers.execute("delete from items where id = 1");
    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
  }

  @Test
  void follow_kafkaRestarted_continuesInTheSameEpoch() throws SQLException {
    String epoch = control().epoch();
    servers.kafka.kill();
    servers.execute("insert into items values (1, 1, 'a')");
    servers.kafka.start();

    awaitFill(query("one", key("1")));
    servers.execute("delete from items where id = 1");
    patiently().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    assertThat(control().epoch()).isEqualTo(epoch);
  }

  @Test
  void follow_postgresCrashed_takesTheNewIncarnation() {
    Incarnation before = control().incarnation();
    servers.postgres.kill();
    servers.postgres.start();

    patiently().until(() -> !control().incarnation().equals(before));
    awaitFillable();
  }

  @Test
  void statistics_ofEachSecond_arePublished() throws SQLException, UndecodableException {
    servers.execute("insert into items values (1, 1, 'a')");
    try (Records stats =
        new Records(servers.kafka.bootstrap(), prefix + ".invalidation-stats", 1)) {
      await().until(() -> stats.all().size() > 1);
      InvalidationStats last = new InvalidationStatsCodec().decode(stats.all().getLast().value());
      assertThat(last.watermarkAgeMillis()).isBetween(0L, 2000L);
      assertThat(last.lag()).containsKeys(Stage.values());
    }
  }

  private Control control() {
    return cache.control().toCompletableFuture().join().orElseThrow();
  }

  private void awaitFillable() {
    patiently().ignoreExceptions().until(() -> !control().floor().equals(Floor.PENDING));
  }

  private Lookup lookup(Query query) {
    return cache.lookup(query).toCompletableFuture().join();
  }

  /** Fills as the API does, until it is stored and found. */
  private void awaitFill(Query query) {
    patiently().ignoreExceptions().until(() -> fill(query) && lookup(query) instanceof Lookup.Hit);
  }

  private boolean fill(Query query) throws SQLException {
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

  private static Query query(String name, Tag tag) {
    return new Query(
        new CacheKey(name),
        List.of(HASH.of(tag), HASH.of(new Tag.WholeTable("public.items"))),
        Duration.ofSeconds(10));
  }

  private static Tag key(String id) {
    return new Tag.Keyed("public.items", Map.of("id", id));
  }

  private static Tag any() {
    return new Tag.AnyRow("public.items");
  }

  private Invalidator invalidator() {
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

  private static HeartbeatSettings beats() {
    return new HeartbeatSettings(
        servers.postgres.jdbcUrl("postgres"),
        "plimsoll_capture",
        Servers.PASSWORD,
        Duration.ofMillis(100));
  }

  private Capture capture(List<TagShape> shapes) {
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
                3,
                shapes),
            HASH,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    started.start();
    await().atMost(Duration.ofSeconds(30)).until(() -> started.problem().isEmpty());
    return started;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
