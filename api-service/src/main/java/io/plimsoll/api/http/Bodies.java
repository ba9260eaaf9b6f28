package io.plimsoll.api.http;

import io.plimsoll.api.coding.Coding;
import io.plimsoll.api.coding.Codings;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends bodies that have a validator, in the coding that the client wants: to HEAD without the
 * body, and not to those who have it in that coding. Thread-safe.
 */
final class Bodies {
  private final Codings codings;

  Bodies(Codings codings) {
    this.codings = codings;
  }

  /**
   * Ends the request.
   *
   * @param etag of the body as it is here, without quotes
   */
  void send(RoutingContext ctx, CharSequence type, String etag, byte[] body) {
    CompletableFuture<Codings.Coded> chosen = codings.choose(ctx.request().headers(), etag, body);
    if (chosen.state() == Future.State.SUCCESS) {
      send(ctx, type, chosen.resultNow());
      return;
    }
    EventLoop.whenComplete(
        chosen,
        (coded, failure) -> {
          if (coded != null) {
            send(ctx, type, coded);
          } else {
            ctx.fail(Objects.requireNonNull(failure));
          }
        });
  }

  private static void send(RoutingContext ctx, CharSequence type, Codings.Coded coded) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.closed()) {
      return; // the client has gone
    }
    etag(coded, Head.of(response));
    if (!Preconditions.noneMatch(
        Preconditions.all(ctx.request().headers(), HttpHeaders.IF_NONE_MATCH), coded.etag())) {
      response.setStatusCode(304).end();
      return;
    }
    describe(type, coded, Head.of(response));
    if (ctx.request().method().equals(HttpMethod.HEAD)) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(coded.body().length)).end();
    } else {
      response.end(Buffer.buffer(coded.body()));
    }
  }

  /**
   * The body for a request without a precondition, put into the answer's head; null when it has yet
   * to be compressed.
   *
   * @param asked the request's headers
   */
  byte @Nullable [] ready(MultiMap asked, CharSequence type, String etag, byte[] body, Head head) {
    CompletableFuture<Codings.Coded> chosen = codings.choose(asked, etag, body);
    if (chosen.state() != Future.State.SUCCESS) {
      return null;
    }
    Codings.Coded coded = chosen.resultNow();
    etag(coded, head);
    describe(type, coded, head);
    return coded.body();
  }

  private static void etag(Codings.Coded coded, Head head) {
    head.put(HttpHeaders.ETAG, coded.etag());
  }

  private static void describe(CharSequence type, Codings.Coded coded, Head head) {
    head.put(HttpHeaders.CONTENT_TYPE, type);
    if (coded.coding() != Coding.IDENTITY) {
      head.put(HttpHeaders.CONTENT_ENCODING, coded.coding().token());
    }
  }
}
