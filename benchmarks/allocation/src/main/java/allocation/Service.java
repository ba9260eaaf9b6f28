package allocation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.coding.Codings;
import io.plimsoll.api.http.Drain;
import io.plimsoll.api.http.HttpFront;
import io.plimsoll.api.http.StatsLog;
import io.plimsoll.api.limit.ClientAddress;
import io.plimsoll.api.limit.LimitPolicy;
import io.plimsoll.api.limit.RateLimiter;
import io.plimsoll.api.live.Changes;
import io.plimsoll.api.live.Live;
import io.plimsoll.api.live.LiveSettings;
import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.origin.Standing;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.CompressionConfig;
import io.plimsoll.core.config.ConfigLoader;
import io.plimsoll.core.config.CorsConfig;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.metrics.QueryStatsRecorder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The service's HTTP front over its own cache in the process; one answer stands for Postgres. */
final class Service implements AutoCloseable {
  static final int BODY_BYTES = 1_400;

  private static final String KEY = "a key for a measurement, of no use";
  private static final Incarnation INCARNATION = new Incarnation("allocation");
  private static final String CATALOG =
      """
      queries:
        article:
          get: /articles/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id
          one: true
          tags: { articles: { id: :id } }
          max-staleness: 1h
      """;

  /** What the service takes of its configuration here; all else is as it is by default. */
  record Config(ApiConfig.Http http, CorsConfig cors, CompressionConfig compression) {}

  private final ServerClock clock = new ServerClock(System::nanoTime);
  private final ScheduledExecutorService sampling = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final TagHash hash = new TagHash(KEY);
  private final MemoryCache cache =
      new MemoryCache(64L << 20, clock, () -> INCARNATION.value());
  private final Vertx vertx;
  private final int port;

  private Service(Config config) {
    port = config.http().port();
    sampling.scheduleAtFixedRate(
        () -> clock.sampled(now(), System.nanoTime()), 0, 1, TimeUnit.SECONDS);
    clock.sampled(now(), System.nanoTime());
    open();
    vertx = HttpFront.vertx(config.http(), false);
    vertx.deployVerticle(new HttpFront(parts(config))).await();
  }

  static Service start() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      String port = "--http.port=" + free.getLocalPort();
      free.close();
      return new Service(ConfigLoader.load(Config.class, List.of(port), Map.of()));
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  private static long now() {
    return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
  }

  /** As a follower of the change stream would; two heartbeats, for the first is not trusted. */
  private void open() {
    String shapes = hash.versions(List.of()).getFirst();
    Position begin = new Position("allocation", 0);
    Control control =
        cache.open(INCARNATION, begin, Lsn.NONE, shapes).toCompletableFuture().join();
    for (long beat = 1; beat <= 3; beat++) {
      Batch.Outcome outcome =
          cache
              .apply(
                  new Batch(
                      control.epoch(),
                      control.position(),
                      new Position("allocation", beat),
                      new Lsn(beat),
                      List.of(),
                      Optional.of(new Watermark(now() - 10 + beat, new Lsn(beat), new Xid(1))),
                      Optional.of(new Mark(new Xid(1), new Lsn(1)))))
              .toCompletableFuture()
              .join();
      if (!(outcome instanceof Batch.Outcome.Applied)) {
        throw new IllegalStateException("not applied: " + outcome);
      }
      control = cache.control().toCompletableFuture().join().orElseThrow();
    }
  }

  private HttpFront.Parts parts(Config config) {
    Catalog catalog = CatalogParser.parse("catalog.yaml", CATALOG);
    ShapesInForce shapes = new ShapesInForce(Set.of(), hash, System::nanoTime);
    shapes.learn(List.of());
    String body = "{\"id\":1,\"title\":\"" + "x".repeat(BODY_BYTES - 19) + "\"}";
    OriginRead row =
        new OriginRead(
            new Content(true, "allocation", body.getBytes(StandardCharsets.UTF_8)),
            new Stamp.Primary(new Xid(10), new Xid(10), List.of()),
            INCARNATION,
            true,
            new Lsn(3),
            OriginRead.PRIMARY,
            Duration.ZERO,
            1);
    Planned planned =
        new Planned("1", new Standing(TagPlan.NOTHING, Optional.empty(), List.of(), List.of()));
    return new HttpFront.Parts(
        config.http(),
        Optional.empty(),
        config.cors(),
        Codings.of(config.compression(), blocking, new SimpleMeterRegistry()),
        new LiveCatalog(catalog),
        hash,
        query -> planned,
        new TokenCodec(KEY),
        Optional.empty(),
        new CursorCodec(KEY),
        new LimitPolicy(
            Optional.empty(),
            Optional.empty(),
            new ClientAddress(0),
            new RateLimiter(System::nanoTime)),
        Optional.of(new NamedTier("l1", cache)),
        Optional.empty(),
        new ReadThrough.Shared(
            request -> row,
            ReadSettings.of(shapes, 1_000_000),
            blocking,
            ReadThrough.delayOn(blocking),
            System::nanoTime,
            () -> 0.5),
        Optional.empty(),
        blocking,
        Optional.empty(),
        Live.of(
            new LiveSettings(
                100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
            new Changes(),
            new SimpleMeterRegistry()),
        new StatsLog(new QueryStatsRecorder(List.of("article"))),
        new SimpleMeterRegistry(),
        new Drain(Duration.ZERO, Duration.ofSeconds(1)));
  }

  @Override
  public void close() {
    vertx.close().await();
    sampling.shutdownNow();
    blocking.close();
    cache.close();
  }
}
