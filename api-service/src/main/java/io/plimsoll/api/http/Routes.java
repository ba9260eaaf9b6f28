package io.plimsoll.api.http;

import io.netty.util.concurrent.EventExecutor;
import io.plimsoll.api.http.wire.Repeats;
import io.plimsoll.api.live.LiveTopics;
import io.plimsoll.api.openapi.OpenApi;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.catalog.BatchDef;
import io.plimsoll.core.catalog.PathTemplate;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.limit.Permits;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is served where: the catalog's paths, and the service's own pages behind them. */
final class Routes {
  private final Vertx vertx;
  private final HttpFront.Parts parts;
  private final Permits permits;
  private final DateHeader date;
  private final RepeatedReads repeats;

  /**
   * Of one event loop.
   *
   * @param loop on which its connections are
   */
  Routes(Vertx vertx, EventExecutor loop, HttpFront.Parts parts, Permits permits) {
    this.vertx = vertx;
    this.parts = parts;
    this.permits = permits;
    this.date = new DateHeader(vertx);
    this.repeats = new RepeatedReads(loop, parts.drain(), date, parts.registry());
  }

  /** Answers to requests that the router in force has answered before. */
  Repeats repeats() {
    return repeats;
  }

  /** By the catalog in force; another one needs another. */
  Router router(ReadThrough readThrough, LiveTopics live) {
    Router router = Router.router(vertx);
    router.route().handler(date);
    Set<String> served = new TreeSet<>();
    allowed().values().forEach(served::addAll);
    Optional<Cors> cors = Cors.of(parts.cors(), served);
    cors.ifPresent(handler -> router.route().handler(handler));
    Optional<CacheGroups> groups =
        parts.http().cacheGroups() ? Optional.of(new CacheGroups(parts.hash())) : Optional.empty();
    Bodies bodies = new Bodies(parts.codings());
    ReadRequests requests = new ReadRequests(parts.hash(), parts.planned());
    Guard guard =
        new Guard(parts.auth(), new Limits(parts.limits(), permits), requests, readThrough);
    // Whoever must show a key or is counted, is so by the route.
    Optional<KnownReads> known =
        parts.auth().isEmpty() && parts.limits().perAddress().isEmpty()
            ? Optional.of(new KnownReads())
            : Optional.empty();
    known.ifPresent(uris -> router.route().handler(uris));
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
              query,
              pages(query),
              requests,
              known,
              readThrough,
              parts.tokens(),
              parts.log(),
              groups,
              bodies);
      Route route =
          router.route(vertxPath(query.path())).method(HttpMethod.GET).method(HttpMethod.HEAD);
      guard
          .before(route, query.access())
          .handler(new LiveHandler(handler, guard, live))
          .handler(handler);
    }
    Foretelling foretelling =
        new Foretelling(parts.catalog(), parts.planned(), parts.hash(), readThrough);
    Optional<WriteThrough> through =
        parts
            .position()
            .map(position ->
                new WriteThrough(
                    vertx.getOrCreateContext(),
                    parts.catalog(),
                    requests,
                    readThrough,
                    position,
                    parts.registry()));
    for (WriteDef write : literalsFirst(parts.catalog().writes(), WriteDef::path)) {
      Route route =
          router.route(HttpMethod.valueOf(write.method().name()), vertxPath(write.path()));
      guard
          .before(route, write.access())
          .handler(BodyHandler.create(false).setBodyLimit(parts.http().maxBody()))
          .handler(writeHandler(write, foretelling, through));
    }
    allowed()
        .forEach((path, methods) -> router.route(path).handler(ctx -> notAllowed(ctx, methods)));
    OpenApi openApi = new OpenApi(parts.catalog(), parts.planned(), parts.auth().isPresent());
    OpenApiHandler.mount(router, openApi, bodies);
    ProblemPagesHandler.mount(router, bodies);
    router.route().failureHandler(Problems::fail);
    Stream.of(400, 404, 405, 413, 415, 500)
        .forEach(status -> router.errorHandler(status, Problems::fail));
    repeats.follow(known, cors); // The last thing: a router that cannot be made changes nothing.
    return router;
  }

  private Optional<Pages> pages(QueryDef query) {
    return parts
        .catalog()
        .page(query)
        .map(page -> new Pages(page, parts.cursors(), parts.planned()));
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

  private Handler<RoutingContext> writeHandler(
      WriteDef write, Foretelling foretelling, Optional<WriteThrough> through) {
    return parts
        .writer()
        .<Handler<RoutingContext>>map(writer ->
            new WriteHandler(write, foretelling, through, writer, parts.blocking(), parts.tokens()))
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
