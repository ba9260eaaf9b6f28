package io.plimsoll.api.http;

import io.netty.channel.EventLoopGroup;
import io.plimsoll.api.auth.KeyAuth;
import io.plimsoll.api.coding.Codings;
import io.plimsoll.api.http.wire.GuardSettings;
import io.plimsoll.api.http.wire.GuardedTransport;
import io.plimsoll.api.openapi.OpenApi;
import io.plimsoll.api.origin.Planned;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.api.tls.Tls;
import io.plimsoll.api.write.OriginWriter;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Tier;
import io.plimsoll.core.catalog.BatchDef;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.PathTemplate;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.CorsConfig;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TokenCodec;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One event loop's HTTP server; all of them share the port. */
public final class HttpFront extends VerticleBase {
  private static final int IDLE_SECONDS = 60;

  private final Parts parts;
  private Optional<OwnedTier> opened = Optional.empty();
  private Optional<HttpServer> server = Optional.empty();

  /**
   * What requests are served with.
   *
   * @param writer empty when the service does not write
   * @param near the cache of the process
   * @param auth empty when no request needs an API key
   * @param caches opens the shared cache on a loop; this closes it
   * @param planned how a query stands, as known at the moment
   * @param blocking runs writes
   * @param drain told of each request
   */
  public record Parts(
      ApiConfig.Http http,
      Optional<Tls> tls,
      CorsConfig cors,
      Codings codings,
      Catalog catalog,
      TagHash hash,
      Function<QueryDef, Planned> planned,
      TokenCodec tokens,
      Optional<KeyAuth> auth,
      Optional<NamedTier> near,
      Function<EventLoopGroup, ? extends OwnedTier> caches,
      ReadThrough.Shared reads,
      Optional<OriginWriter> writer,
      Executor blocking,
      RequestLog log,
      Drain drain) {}

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
            .setTcpNoDelay(true);
    HttpServerOptions options = parts.tls().map(tls -> tls.secured(plain)).orElse(plain);
    OwnedTier cache = parts.caches().apply(EventLoop.netty(context));
    opened = Optional.of(cache);
    Router router = router(new ReadThrough(tiers(cache), parts.reads()));
    GuardSettings guard = Refusals.guard(parts.http().requestTimeout(), options.isSsl());
    server = Optional.of(vertx.createHttpServer(options));
    return server
        .get()
        .connectionHandler(connection -> guard.guard(connection, EventLoop.pipeline(connection)))
        .invalidRequestHandler(Refusals::undecodable)
        .requestHandler(request -> {
          parts.drain().take(request);
          TraceContext.of(request).ifPresent(trace -> trace.tell(request.response()));
          RequestTarget.problem(request.uri())
              .ifPresentOrElse(
                  problem -> Refusals.send(request, problem), () -> router.handle(request));
        })
        .listen()
        .onSuccess(server -> parts.tls().ifPresent(tls -> tls.listening(server)));
  }

  /** Requests under way end before what they need is closed. */
  @Override
  public Future<?> stop() {
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

  private List<NamedTier> tiers(Tier shared) {
    return Stream.concat(parts.near().stream(), Stream.of(new NamedTier("redis", shared))).toList();
  }

  private Router router(ReadThrough readThrough) {
    Router router = Router.router(vertx);
    DateHeader date = new DateHeader(vertx);
    router.route().handler(date);
    Set<String> served = new TreeSet<>();
    allowed().values().forEach(served::addAll);
    Cors.of(parts.cors(), served).ifPresent(cors -> router.route().handler(cors));
    Optional<CacheGroups> groups =
        parts.http().cacheGroups() ? Optional.of(new CacheGroups(parts.hash())) : Optional.empty();
    Bodies bodies = new Bodies(parts.codings());
    ReadRequests requests = new ReadRequests(parts.hash(), parts.planned());
    Guard guard = new Guard(parts.auth(), requests, readThrough);
    KnownReads known = new KnownReads();
    if (parts.auth().isEmpty()) {
      router.route().handler(known); // whoever must show a key is asked for it by the route
    }
    for (BatchDef batch : parts.catalog().batches()) {
      Route route =
          router.route(vertxPath(batch.path())).method(HttpMethod.GET).method(HttpMethod.HEAD);
      guard
          .before(route, batch.query().access())
          .handler(
              new BatchHandler(
                  batch, requests, readThrough, parts.tokens(), parts.log(), groups, bodies));
    }
    for (QueryDef query : literalsFirst(parts.catalog().queries(), QueryDef::path)) {
      ReadHandler handler =
          new ReadHandler(
              query, requests, known, readThrough, parts.tokens(), parts.log(), groups, bodies);
      Route route =
          router.route(vertxPath(query.path())).method(HttpMethod.GET).method(HttpMethod.HEAD);
      guard.before(route, query.access()).handler(handler);
    }
    for (WriteDef write : literalsFirst(parts.catalog().writes(), WriteDef::path)) {
      Route route =
          router.route(HttpMethod.valueOf(write.method().name()), vertxPath(write.path()));
      guard
          .before(route, write.access())
          .handler(BodyHandler.create(false).setBodyLimit(parts.http().maxBody()))
          .handler(writeHandler(write));
    }
    allowed()
        .forEach((path, methods) -> router.route(path).handler(ctx -> notAllowed(ctx, methods)));
    OpenApi openApi = new OpenApi(parts.catalog(), parts.planned(), parts.auth().isPresent());
    OpenApiHandler.mount(router, openApi, bodies);
    ProblemPagesHandler.mount(router, bodies);
    router.route().failureHandler(Problems::fail);
    Stream.of(400, 404, 405, 413, 415, 500)
        .forEach(status -> router.errorHandler(status, Problems::fail));
    return router;
  }

  /** What each path takes, for those who come with another method. */
  private Map<String, SortedSet<String>> allowed() {
    Map<String, SortedSet<String>> allowed = new LinkedHashMap<>();
    for (BatchDef batch : parts.catalog().batches()) {
      allowed.put(vertxPath(batch.path()), new TreeSet<>(List.of("GET", "HEAD", "OPTIONS")));
    }
    for (QueryDef query : literalsFirst(parts.catalog().queries(), QueryDef::path)) {
      allowed
          .computeIfAbsent(vertxPath(query.path()), path -> new TreeSet<>())
          .addAll(List.of("GET", "HEAD", "OPTIONS"));
    }
    for (WriteDef write : literalsFirst(parts.catalog().writes(), WriteDef::path)) {
      allowed
          .computeIfAbsent(vertxPath(write.path()), path -> new TreeSet<>())
          .addAll(List.of(write.method().name(), "OPTIONS"));
    }
    return allowed;
  }

  private static void notAllowed(RoutingContext ctx, SortedSet<String> methods) {
    ctx.response().putHeader(HttpHeaders.ALLOW, String.join(", ", methods));
    if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
      ctx.response().setStatusCode(204).end();
    } else {
      ctx.fail(405);
    }
  }

  private Handler<RoutingContext> writeHandler(WriteDef write) {
    return parts
        .writer()
        .<Handler<RoutingContext>>map(writer ->
            new WriteHandler(write, parts.catalog(), writer, parts.blocking(), parts.tokens()))
        .orElse(ctx ->
            Problems.send(
                ctx, Problem.of(ProblemType.NO_WRITER, "The service has no postgres.writer-user")));
  }

  /** {@code /articles/search} must be asked before {@code /articles/{id}}. */
  private static <T> List<T> literalsFirst(List<T> definitions, Function<T, PathTemplate> path) {
    return definitions.stream()
        .sorted(Comparator.comparingInt(d -> path.apply(d).variables().size()))
        .toList();
  }

  private static String vertxPath(PathTemplate path) {
    return path.segments().stream()
        .map(segment ->
            switch (segment) {
              case PathTemplate.Segment.Literal literal -> literal.text();
              case PathTemplate.Segment.Variable variable -> ":" + variable.name();
            })
        .collect(Collectors.joining("/", "/", ""));
  }
}
