package io.plimsoll.api.http;

import io.plimsoll.api.origin.OriginWriter;
import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.WriteDef;
import io.plimsoll.core.freshness.TokenCodec;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs one write of the catalog. Parameters that are not in the path are members of a JSON object.
 */
final class WriteHandler implements Handler<RoutingContext> {
  private static final CharSequence TOKEN = HttpHeaders.createOptimized("Plimsoll-Token");

  private final WriteDef write;
  private final OriginWriter writer;
  private final Executor blocking;
  private final TokenCodec tokens;
  private final Set<String> bodyNames;

  WriteHandler(WriteDef write, OriginWriter writer, Executor blocking, TokenCodec tokens) {
    this.tokens = tokens;
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
    List<@Nullable Object> values = values(ctx).inOrder(write.sql().names());
    EventLoop.whenComplete(
        CompletableFuture.supplyAsync(() -> writer.write(write, values), blocking),
        (written, failure) -> {
          if (written != null) {
            respond(ctx, written);
          } else {
            ctx.fail(Objects.requireNonNull(failure));
          }
        });
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
      if (param.in() == Param.In.PATH) {
        values.take(param, Optional.ofNullable(ctx.pathParam(param.name())));
      } else {
        JsonMember.take(values, param, body.getValue(param.name()));
      }
    }
    values.check();
    return values;
  }

  private void respond(RoutingContext ctx, OriginWriter.Written written) {
    Optional<byte[]> row = written.row();
    if (ctx.response().ended() || ctx.response().closed()) {
      return; // the client has gone; the write is done all the same
    }
    written.token().ifPresent(t -> ctx.response().putHeader(TOKEN, tokens.encode(t)));
    if (row.isPresent()) {
      ctx.response().setStatusCode(write.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
      if (write.status() == 204) {
        ctx.response().end();
      } else {
        ctx.response()
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .end(Buffer.buffer(row.get()));
      }
    } else if (write.method() == WriteDef.Method.POST) {
      ctx.response().setStatusCode(write.status()).end();
    } else {
      Problems.send(
          ctx, Problem.of(ProblemType.NO_SUCH_ROW, "No row matches " + ctx.request().path()));
    }
  }
}
