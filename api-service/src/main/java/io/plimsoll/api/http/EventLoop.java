package io.plimsoll.api.http;

import io.netty.channel.ChannelPipeline;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings results back to the request's own thread, at once where they are there already. The one
 * place that knows of Vert.x's internals.
 */
final class EventLoop {
  private EventLoop() {}

  /** Calls back on the event loop that this is called on: exactly one argument is not null. */
  static <T> void whenComplete(
      CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> callback) {
    ContextInternal here =
        (ContextInternal)
            Objects.requireNonNull(Vertx.currentContext(), "handlers run on an event loop");
    var _ =
        stage.whenComplete(
            (value, failure) -> here.emit(value, same -> callback.accept(value, failure)));
  }

  /** The Netty handlers of a connection. */
  static ChannelPipeline pipeline(HttpConnection connection) {
    return ((ConnectionBase) connection).channel().pipeline();
  }

  /**
   * Ends a response that its client does not take. Vert.x closes a connection of HTTP/1.1 behind
   * what was written, which is never where nobody reads.
   */
  static void cut(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      var _ = pipeline(request.connection()).firstContext().close(); // the client has gone
    }
  }

  /** The Netty loop of a verticle's context, for a connection that shares it. */
  static io.netty.channel.EventLoop netty(Context context) {
    return ((ContextInternal) context).nettyEventLoop();
  }
}
