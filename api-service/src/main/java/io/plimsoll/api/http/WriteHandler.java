package io.plimsoll.api.http;

import io.plimsoll.api.auth.Caller;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.write.Idempotency;
import io.plimsoll.api.write.OriginWriter;
import io.plimsoll.api.write.Outcome;
import io.plimsoll.api.write.Precondition;
import io.plimsoll.api.write.WriteRequest;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.TokenCodec;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Runs one write of the catalog. Parameters that are not in the path are members of a JSON object.
 */
final class WriteHandler implements Handler<RoutingContext> {
  private static final CharSequence TOKEN = HttpHeaders.createOptimized("Plimsoll-Token");
  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("Idempotent-Replayed");

  private final WriteDef write;
  private final OriginWriter writer;
  private final Executor blocking;
  private final TokenCodec tokens;
  private final Set<String> bodyNames;
  private final Optional<IfMatch> guard;
  private final Foretelling caches;
  private final Optional<WriteThrough> through;

  WriteHandler(
      WriteDef write,
      Foretelling caches,
      Optional<WriteThrough> through,
      OriginWriter writer,
      Executor blocking,
      TokenCodec tokens) {
    this.guard = write.guard().map(g -> new IfMatch(g, caches.catalog().query(g.query())));
    this.tokens = tokens;
    this.caches = caches;
    this.through = through;
    this.write = write;
    this.writer = writer;
    this.blocking = blocking;
    this.bodyNames =
        write.params().stream()
            .filter(p -> p.in() == Param.In.BODY)
            .map(Param::name)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void handle(RoutingContext ctx) {
    RequestValues values = values(ctx);
    WriteRequest request = request(ctx, values);
    EventLoop.whenComplete(
        CompletableFuture.supplyAsync(() -> writer.write(request), blocking)
            .thenCompose(outcome -> told(outcome, values)),
        (outcome, failure) -> {
          switch (outcome) {
            case null -> ctx.fail(Objects.requireNonNull(failure));
            case Outcome.Done done -> {
              through.ifPresent(behind -> behind.behind(write, done, values));
              respond(ctx, done);
            }
            case Outcome.Refused refused -> Problems.send(ctx, WriteRefusals.of(refused.why()));
          }
        });
  }

  /** The outcome, once the caches know of what was written. */
  private CompletionStage<Outcome> told(Outcome outcome, RequestValues values) {
    return switch (outcome) {
      case Outcome.Done done ->
          caches.of(write, done, values.canonical()).thenApply(told -> outcome);
      case Outcome.Refused refused -> CompletableFuture.completedStage(outcome);
    };
  }

  private WriteRequest request(RoutingContext ctx, RequestValues values) {
    List<String> ifMatch = ctx.request().headers().getAll(HttpHeaders.IF_MATCH);
    if (guard.isEmpty()) {
      IfMatch.refuse(ifMatch);
    }
    Optional<Precondition> condition = guard.flatMap(g -> g.of(ifMatch, values));
    String who = Guard.caller(ctx).map(Caller::keyId).orElse("");
    Optional<Idempotency> once =
        IdempotencyKey.of(ctx.request().headers())
            .map(key -> Idempotency.of(who, key, write, values.canonical(), ifMatch));
    return new WriteRequest(
        write,
        values.inOrder(write.sql().names()),
        once,
        condition,
        TraceContext.given(ctx.request()));
  }

  private RequestValues values(RoutingContext ctx) {
    JsonObject body = JsonBody.of(ctx.request(), ctx.body().buffer());
    RequestValues values = new RequestValues();
    for (String name : QueryString.of(ctx).names()) {
      values.refuse(name, "no query parameters", "one");
    }
    Set<String> unknown = new HashSet<>(body.fieldNames());
    unknown.removeAll(bodyNames);
    unknown.forEach(
        name -> values.refuse(name, "one of " + bodyNames, "a member this write does not have"));
    for (Param param : write.params()) {
      switch (param.in()) {
        case PATH -> values.take(param, Optional.ofNullable(ctx.pathParam(param.name())));
        case KEY -> Guard.tenant(ctx, param, values);
        case QUERY, BODY -> JsonMember.take(values, param, body.getValue(param.name()));
      }
    }
    values.check();
    return values;
  }

  private void respond(RoutingContext ctx, Outcome.Done done) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone; the write is done all the same
    }
    done.token().ifPresent(t -> response.putHeader(TOKEN, tokens.encode(t)));
    if (done.replayed()) {
      response.putHeader(REPLAYED, "true");
    }
    if (done.status() == 404) {
      Problems.send(
          ctx, Problem.of(ProblemType.NO_SUCH_ROW, "No row matches " + ctx.request().path()));
      return;
    }
    response.setStatusCode(done.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (done.row().isEmpty() || done.status() == 204) {
      response.end();
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
          .end(Buffer.buffer(done.row().get()));
    }
  }
}
