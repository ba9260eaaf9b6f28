package io.plimsoll.api.http;

import io.plimsoll.api.live.Asked;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.core.catalog.Paging;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.TokenCodec;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers {@code GET} and {@code HEAD} of one query. Runs on event loops and never blocks them. */
final class ReadHandler implements Handler<RoutingContext> {
  static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence AFTER = HttpHeaders.createOptimized("Plimsoll-After");

  private final QueryDef query;
  private final QueryValues values;
  private final ReadRequests requests;
  private final Optional<KnownReads> known;
  private final ReadThrough readThrough;
  private final TokenCodec tokens;
  private final RequestLog log;
  private final ReadHeaders headers;
  private final Bodies bodies;
  private final Optional<Pages> pages;

  /**
   * Of one query.
   *
   * @param pages when it is a list in pages
   */
  ReadHandler(
      QueryDef query,
      Optional<Pages> pages,
      ReadRequests requests,
      Optional<KnownReads> known,
      ReadThrough readThrough,
      TokenCodec tokens,
      RequestLog log,
      Optional<CacheGroups> groups,
      Bodies bodies) {
    this.bodies = bodies;
    this.headers = new ReadHeaders(query, groups);
    this.tokens = tokens;
    this.pages = pages;
    this.query = query;
    this.requests = requests;
    this.known = known;
    this.readThrough = readThrough;
    this.log = log;
    this.values = new QueryValues(query, pages.stream().flatMap(Pages::ownNames).toList());
  }

  @Override
  public void handle(RoutingContext ctx) {
    RequestValues values = values(ctx);
    KnownRead read =
        new KnownRead(asked(ctx, values), values, pages.map(p -> Pages.Links.of(ctx.request())));
    // The types of a page's cursor are those of the schema, and change with it.
    if (pages.isEmpty() || !QueryString.of(ctx).contains(Paging.CURSOR)) {
      known.ifPresent(uris -> uris.accepted(ctx.request().uri(), this, read));
    }
    serve(ctx, read);
  }

  /** Of a list in pages, the page. */
  private QueryDef asked(RoutingContext ctx, RequestValues values) {
    return pages.map(p -> p.query(QueryString.of(ctx), values)).orElse(query);
  }

  /** Answers a request whose values are known already. */
  void serve(RoutingContext ctx, KnownRead read) {
    long started = System.nanoTime();
    ReadRequest plain = read.request(requests);
    ReadRequest request = after(ctx, tokens).map(plain::after).orElse(plain);
    KnownReads.Wanted wanted = new KnownReads.Wanted(read, request, started);
    serve(ctx, new KnownReads.Begun(wanted, begin(wanted)));
  }

  /** Likewise, with the read that is under way for it. */
  void serve(RoutingContext ctx, KnownReads.Begun read) {
    KnownReads.Wanted wanted = read.wanted();
    EventLoop.whenComplete(
        read.answer(),
        (answer, failure) -> {
          if (answer != null) {
            log.answered(wanted.request(), answer, wanted.started());
            respond(ctx, wanted, answer);
          } else {
            Throwable cause = Objects.requireNonNull(failure);
            log.failed(wanted.request(), cause, wanted.started());
            ctx.fail(cause);
          }
        });
  }

  /** What a request asks for that has no token. */
  KnownReads.Wanted wanted(KnownRead read) {
    long started = System.nanoTime();
    return new KnownReads.Wanted(read, read.request(requests), started);
  }

  /** What the process's own cache has; null when it has nothing. */
  @Nullable Answer near(KnownReads.Wanted wanted) {
    return readThrough.near(wanted.request());
  }

  CompletionStage<Answer> begin(KnownReads.Wanted wanted) {
    return readThrough.read(wanted.request());
  }

  /**
   * The body of an answer, with the head before it; null when it has none, or none yet.
   *
   * @param asked the request's headers: no token, no precondition, no key
   * @param clients how many are given it
   */
  byte @Nullable [] body(
      MultiMap asked, KnownReads.Wanted wanted, Answer answer, Head head, int clients) {
    if (!answer.content().found()) {
      return null;
    }
    headers.put(asked, head, wanted.request(), answer, wanted.started());
    wanted.read().links().ifPresent(links -> links.put(head, answer.content()));
    byte[] body = bodies.ready(asked, JSON, answer.content().etag(), answer.content().body(), head);
    for (int i = 0; i < clients && body != null; i++) {
      log.answered(wanted.request(), answer, wanted.started());
    }
    return body;
  }

  /** The request, as it is at any time, for a stream of its answers. */
  Function<Optional<Token>, Asked> live(RoutingContext ctx) {
    if (ctx.request().headers().contains(AFTER)) {
      throw new ProblemException(
          Problem.of(
              ProblemType.TOKEN_UNSUPPORTED,
              "An event stream takes no Plimsoll-After: it sends every change anyway"));
    }
    RequestValues values = values(ctx);
    QueryDef asked = asked(ctx, values);
    return token -> {
      ReadRequest plain = requests.of(asked, values, requests.planned(asked));
      ReadRequest request = token.map(plain::after).orElse(plain);
      return new Asked(request, requests.watched(request));
    };
  }

  static Optional<Token> after(RoutingContext ctx, TokenCodec tokens) {
    MultiMap headers = ctx.request().headers();
    if (!headers.contains(AFTER)) {
      return Optional.empty();
    }
    List<String> given = headers.getAll(AFTER);
    Optional<Token> token = given.size() == 1 ? tokens.decode(given.getFirst()) : Optional.empty();
    if (token.isEmpty()) {
      throw new ProblemException(
          Problem.of(
              ProblemType.TOKEN_INVALID,
              "Plimsoll-After must be one value of a Plimsoll-Token that this service has given"));
    }
    return token;
  }

  private RequestValues values(RoutingContext ctx) {
    MultiMap given = QueryString.of(ctx);
    RequestValues read =
        values.unchecked(given, ctx::pathParam, (param, into) -> Guard.tenant(ctx, param, into));
    pages.ifPresent(p -> p.settle(given, read));
    read.check();
    return read;
  }

  private void respond(RoutingContext ctx, KnownReads.Wanted wanted, Answer answer) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone
    }
    headers.put(ctx, wanted.request(), answer, wanted.started());
    wanted.read().links().ifPresent(links -> links.put(Head.of(ctx.response()), answer.content()));
    if (!answer.content().found()) {
      Problems.send(
          ctx, Problem.of(ProblemType.NO_SUCH_ROW, "No row matches " + ctx.request().path()));
      return;
    }
    bodies.send(ctx, JSON, answer.content().etag(), answer.content().body());
  }
}
