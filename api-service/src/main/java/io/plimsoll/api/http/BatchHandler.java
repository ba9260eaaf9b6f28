package io.plimsoll.api.http;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.BatchRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.api.read.RequestLog;
import io.plimsoll.api.read.Whole;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.BatchDef;
import io.plimsoll.core.catalog.Parsed;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.TokenCodec;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Answers {@code GET} and {@code HEAD} of several objects of one query: one element for each id, in
 * the order asked, null where there is no row. Runs on event loops and never blocks them.
 */
final class BatchHandler implements Handler<RoutingContext> {
  private static final CharSequence PARTS = HttpHeaders.createOptimized("Plimsoll-Parts");

  private final BatchDef batch;
  private final ReadRequests requests;
  private final BatchRead reads;
  private final TokenCodec tokens;
  private final RequestLog log;
  private final ReadHeaders headers;
  private final CacheControl cacheControl;
  private final Bodies bodies;

  BatchHandler(
      BatchDef batch,
      ReadRequests requests,
      ReadThrough readThrough,
      TokenCodec tokens,
      RequestLog log,
      Optional<CacheGroups> groups,
      Bodies bodies) {
    this.headers = new ReadHeaders(batch.query(), groups);
    this.cacheControl = new CacheControl(batch.query());
    this.bodies = bodies;
    this.batch = batch;
    this.requests = requests;
    this.reads = new BatchRead(readThrough);
    this.tokens = tokens;
    this.log = log;
  }

  @Override
  public void handle(RoutingContext ctx) {
    long started = System.nanoTime();
    List<String> ids = ids(ctx);
    Optional<Token> after = ReadHandler.after(ctx, tokens);
    Map<String, ReadRequest> parts = new LinkedHashMap<>();
    ids.forEach(id -> parts.computeIfAbsent(id, one -> request(one, after)));
    List<ReadRequest> distinct = List.copyOf(parts.values());
    EventLoop.whenComplete(
        reads.read(distinct),
        (answers, failure) -> {
          if (answers != null) {
            for (int i = 0; i < distinct.size(); i++) {
              log.answered(distinct.get(i), answers.get(i), started);
            }
            respond(ctx, ids, distinct, List.copyOf(parts.keySet()), answers, started);
          } else {
            Throwable cause = Objects.requireNonNull(failure);
            distinct.forEach(part -> log.failed(part, cause, started));
            ctx.fail(cause);
          }
        });
  }

  private ReadRequest request(String id, Optional<Token> after) {
    RequestValues values = new RequestValues();
    values.take(batch.key(), Optional.of(id));
    values.check();
    ReadRequest plain = requests.of(batch.query(), values, requests.planned(batch.query()));
    return after.map(plain::after).orElse(plain);
  }

  /** Canonical texts: {@code 7} and {@code +7} would be one object. */
  private List<String> ids(RoutingContext ctx) {
    String name = batch.ids().name();
    RequestValues values = new RequestValues();
    MultiMap given = QueryString.of(ctx);
    for (String other : given.names()) {
      if (!other.equals(name)) {
        values.refuse(other, name, "a parameter this query does not have");
      }
    }
    if (given.getAll(name).size() > 1) {
      values.refuse(name, "one value", given.getAll(name).size() + " values");
    } else {
      values.take(batch.ids(), Optional.ofNullable(given.get(name)));
    }
    List<String> ids = values.canonical().getOrDefault(name, List.of());
    for (int i = 0; i < ids.size(); i++) {
      if (batch.key().parse(ids.get(i)) instanceof Parsed.Invalid bad) {
        values.refuse(name, bad.expected() + " as element " + (i + 1), bad.actual());
      }
    }
    values.check();
    return ids;
  }

  private void respond(
      RoutingContext ctx,
      List<String> ids,
      List<ReadRequest> requests,
      List<String> distinct,
      List<Answer> answers,
      long started) {
    if (ctx.response().ended() || ctx.response().closed()) {
      return; // the client has gone
    }
    Answer whole = Whole.of(ids.stream().map(id -> answers.get(distinct.indexOf(id))).toList());
    headers.put(ctx, together(requests), whole, started);
    long misses =
        answers.stream().filter(a -> a.outcome() instanceof Answer.Outcome.Fetched).count();
    Answer shortest =
        answers.stream().min(Comparator.comparing(cacheControl::remaining)).orElseThrow();
    boolean authorised = ctx.request().headers().contains(HttpHeaders.AUTHORIZATION);
    ctx.response()
        .putHeader(PARTS, "hits=" + (answers.size() - misses) + ", misses=" + misses)
        .putHeader(HttpHeaders.CACHE_CONTROL, cacheControl.of(shortest, authorised));
    bodies.send(ctx, ReadHandler.JSON, whole.content().etag(), whole.content().body());
  }

  /** With the tags of all. */
  private static ReadRequest together(List<ReadRequest> requests) {
    ReadRequest any = requests.getFirst();
    List<String> tags =
        requests.stream().flatMap(r -> r.lookup().tags().stream()).distinct().toList();
    Query lookup = new Query(any.lookup().key(), tags, any.lookup().bound());
    return new ReadRequest(any.query(), any.values(), lookup, any.cacheable());
  }
}
