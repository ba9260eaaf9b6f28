package io.plimsoll.api.fuzz;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.api.coding.Codings;
import io.plimsoll.api.http.Drain;
import io.plimsoll.api.http.HttpFront;
import io.plimsoll.api.http.LoopCache;
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
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadSettings;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.api.read.ShapesInForce;
import io.plimsoll.core.analysis.TagPlan;
import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.CompressionConfig;
import io.plimsoll.core.config.ConfigLoader;
import io.plimsoll.core.config.CorsConfig;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.limit.Permits;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The service's own HTTP front with everything that is before the cache; the cache has all answers.
 */
final class Front implements AutoCloseable {
  static final String KEY = "fuzz-key-fuzz-key-fuzz-key-fuzz-key";

  /** What is left of the configuration; all else is as it is by default. */
  record HttpConfig(ApiConfig.Http http, CorsConfig cors, CompressionConfig compression) {}

  private final Vertx vertx;
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final int port;

  private Front(ApiConfig.Http config) {
    vertx = HttpFront.vertx(config, false);
    port = config.port();
  }

  static Front start(Catalog catalog) {
    HttpConfig config =
        ConfigLoader.load(
            HttpConfig.class,
            List.of("--http.port=" + freePort(), "--cors.origins=*", "--compression.from=1"),
            Map.of());
    Front front = new Front(config.http());
    TagHash hash = new TagHash(KEY);
    ReadThrough.Shared reads =
        new ReadThrough.Shared(
            request -> {
              throw new IllegalStateException("everything is a hit");
            },
            ReadSettings.of(new ShapesInForce(Set.of(), hash, System::nanoTime), 1_000_000),
            front.blocking,
            ReadThrough.delayOn(front.blocking),
            System::nanoTime,
            () -> 0.5);
    HttpFront.Parts parts =
        new HttpFront.Parts(
            config.http(),
            Optional.empty(),
            config.cors(),
            Codings.of(config.compression(), front.blocking, new SimpleMeterRegistry()),
            new LiveCatalog(catalog),
            hash,
            query ->
                new Planned(
                    "1", new Standing(TagPlan.NOTHING, Optional.empty(), List.of(), List.of())),
            new TokenCodec(KEY),
            Optional.empty(),
            new CursorCodec(KEY),
            new LimitPolicy(
                Optional.empty(),
                Optional.empty(),
                new ClientAddress(0),
                new RateLimiter(System::nanoTime)),
            Optional.of(new NamedTier("l1", new Full())),
            Optional.of(loop -> new LoopCache(new Full(), Permits.NOT_SHARED)),
            reads,
            Optional.empty(),
            front.blocking,
            Optional.empty(),
            Live.of(
                new LiveSettings(
                    100, Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                new Changes(),
                new SimpleMeterRegistry()),
            new Silent(),
            new SimpleMeterRegistry(),
            new Drain(config.http().drainDelay(), config.http().drainTimeout()));
    front.vertx.deployVerticle(new HttpFront(parts)).await();
    return front;
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    vertx.close().await();
    blocking.close();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Has an answer to everything. */
  private static final class Full implements OwnedTier {
    private static final Admission HERE =
        new Admission("epoch", new Incarnation("here"), Lsn.MAX, 1, "");
    private static final Entry ENTRY =
        new Entry(
            new Content(true, "etag", "{}".getBytes(StandardCharsets.UTF_8)),
            1,
            3_600_000,
            1,
            1,
            List.of());

    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      return CompletableFuture.completedStage(
          new Lookup.Hit(ENTRY, HERE, Duration.ZERO, Duration.ofHours(1)));
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      return CompletableFuture.completedStage(new Fill.Outcome.Stored());
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      return CompletableFuture.completedStage(true);
    }

    @Override
    public void release(CacheKey key) {}

    @Override
    public void close() {}
  }

  private static final class Silent implements RequestLog {
    @Override
    public void answered(ReadRequest request, Answer answer, long startedNanos) {}

    @Override
    public void failed(ReadRequest request, Throwable failure, long startedNanos) {}
  }
}
