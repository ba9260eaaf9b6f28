package io.plimsoll.api.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.plimsoll.api.auth.KeyAuth;
import io.plimsoll.api.coding.Codings;
import io.plimsoll.api.http.wire.GuardSettings;
import io.plimsoll.api.http.wire.GuardedTransport;
import io.plimsoll.api.limit.LimitPolicy;
import io.plimsoll.api.live.Live;
import io.plimsoll.api.live.LiveTopics;
import io.plimsoll.api.origin.LiveCatalog;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.page.CursorCodec;
import io.plimsoll.api.read.AppliedPosition;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.api.tls.Tls;
import io.plimsoll.api.write.OriginWriter;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.CorsConfig;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.plimsoll.core.limit.Permits;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;

/** One event loop's HTTP server; all of them share the port. */
public final class HttpFront extends VerticleBase {
  private static final int IDLE_SECONDS = 60;

  private final Parts parts;
  private Optional<OwnedTier> opened = Optional.empty();
  private Optional<HttpServer> server = Optional.empty();
  private Optional<LiveTopics> streams = Optional.empty();

  @SuppressWarnings("NullAway.Init") // by start()
  private Router router;

  /**
   * What requests are served with.
   *
   * @param catalogs the catalog in force; another one has another router
   * @param writer empty when the service does not write
   * @param near the cache of the process
   * @param auth empty when no request needs an API key
   * @param limits how often somebody may ask
   * @param caches opens the shared cache on a loop, where there is one; this closes it
   * @param planned how a query stands, as known at the moment
   * @param blocking runs writes
   * @param position of the process's cache in the change stream, where there is one
   * @param live what the streams of all loops share
   * @param drain told of each request
   */
  public record Parts(
      ApiConfig.Http http,
      Optional<Tls> tls,
      CorsConfig cors,
      Codings codings,
      LiveCatalog catalogs,
      TagHash hash,
      Function<QueryDef, Planned> planned,
      TokenCodec tokens,
      Optional<KeyAuth> auth,
      CursorCodec cursors,
      LimitPolicy limits,
      Optional<NamedTier> near,
      Optional<Function<EventLoopGroup, LoopCache>> caches,
      ReadThrough.Shared reads,
      Optional<OriginWriter> writer,
      Executor blocking,
      Optional<AppliedPosition> position,
      Live live,
      RequestLog log,
      MeterRegistry registry,
      Drain drain) {
    Catalog catalog() {
      return catalogs.now();
    }
  }

  public HttpFront(Parts parts) {
    this.parts = parts;
  }

  /** The Vert.x to deploy it on: it guards connections from their first byte. */
  public static Vertx vertx(ApiConfig.Http http, boolean tls) {
    return GuardedTransport.vertx(Refusals.guard(http.requestTimeout(), tls));
  }

  @Override
  public Future<?> start() {
    HttpServerOptions plain =
        new HttpServerOptions()
            .setHost(parts.http().host())
            .setPort(parts.http().port())
            .setMaxInitialLineLength(parts.http().maxUri())
            .setMaxHeaderSize(parts.http().maxHeaders())
            .setUseSemicolonAsQueryParamDelimiter(false)
            .setIdleTimeout(IDLE_SECONDS)
            // There are no WebSockets; each would have two handlers before every request.
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            .setTcpNoDelay(true);
    HttpServerOptions options = parts.tls().map(tls -> tls.secured(plain)).orElse(plain);
    io.netty.channel.EventLoop loop = EventLoop.netty(context);
    Optional<LoopCache> cache = parts.caches().map(open -> open.apply(loop));
    opened = cache.map(LoopCache::tier);
    ReadThrough reads = new ReadThrough(tiers(), parts.reads());
    LiveTopics live = new LiveTopics(parts.live(), context, reads);
    streams = Optional.of(live);
    Permits permits = cache.map(LoopCache::permits).orElse(Permits.NOT_SHARED);
    Routes routes = new Routes(vertx, loop, parts, permits);
    parts.catalogs().follow(next -> replace(routes, reads, live));
    router = routes.router(reads, live);
    GuardSettings guard = Refusals.guard(parts.http().requestTimeout(), options.isSsl());
    server = Optional.of(vertx.createHttpServer(options));
    return server
        .get()
        .connectionHandler(
            connection -> guard.guard(connection, EventLoop.pipeline(connection), routes.repeats()))
        .invalidRequestHandler(Refusals::undecodable)
        .requestHandler(request -> {
          parts.drain().take(request);
          TraceContext.answer(request);
          RequestTarget.problem(request.uri())
              .ifPresentOrElse(
                  problem -> Refusals.send(request, problem), () -> router.handle(request));
        })
        .listen()
        .onSuccess(server -> parts.tls().ifPresent(tls -> tls.listening(server)));
  }

  /**
   * Requests under way end by the router that they began with. Streams would never: they end now,
   * and come again.
   */
  private CompletionStage<?> replace(Routes routes, ReadThrough reads, LiveTopics live) {
    CompletableFuture<Boolean> replaced = new CompletableFuture<>();
    context.runOnContext(nothing -> {
      try {
        router = routes.router(reads, live);
        live.endAll();
        replaced.complete(true);
      } catch (RuntimeException e) {
        replaced.completeExceptionally(e);
      }
    });
    return replaced;
  }

  /** Requests under way end before what they need is closed. */
  @Override
  public Future<?> stop() {
    streams.ifPresent(LiveTopics::close);
    return server
        .map(s -> s.shutdown(parts.drain().patience()))
        .orElse(Future.succeededFuture())
        // lettuce waits for its threads; this one must not.
        .eventually(() ->
            vertx.executeBlocking(() -> {
              opened.ifPresent(OwnedTier::close);
              return true;
            }));
  }

  private List<NamedTier> tiers() {
    return Stream.concat(
            parts.near().stream(),
            opened.map(shared -> new NamedTier(NamedTier.SHARED, shared)).stream())
        .toList();
  }
}
