package io.plimsoll.api.http;

import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Requests that wait for something before their body is read. */
final class Waiting {
  private static final String WAITS = Waiting.class.getName();

  private Waiting() {}

  /**
   * Calls back on the request's event loop, at once where the result is there already: exactly one
   * argument is not null. A body that comes meanwhile waits for the one who reads it.
   */
  static <T> void on(
      RoutingContext ctx,
      CompletionStage<T> stage,
      BiConsumer<@Nullable T, @Nullable Throwable> callback) {
    if (stage.toCompletableFuture().isDone()) {
      EventLoop.whenComplete(stage, callback);
      return;
    }
    int before = waits(ctx);
    ctx.request().pause();
    ctx.put(WAITS, before + 1);
    EventLoop.whenComplete(
        stage,
        (value, failure) -> {
          callback.accept(value, failure); // which may wait for the next thing
          int left = waits(ctx) - 1;
          ctx.put(WAITS, left);
          if (left == 0) {
            ctx.request().resume();
          }
        });
  }

  private static int waits(RoutingContext ctx) {
    Integer waits = ctx.get(WAITS);
    return waits == null ? 0 : waits;
  }
}
