package io.plimsoll.api.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Brings results of other threads back to the request's own. */
final class EventLoop {
  private EventLoop() {}

  /** Calls back on the event loop that this is called on: exactly one argument is not null. */
  static <T> void whenComplete(
      CompletionStage<T> stage, BiConsumer<@Nullable T, @Nullable Throwable> callback) {
    Context here = Objects.requireNonNull(Vertx.currentContext(), "handlers run on an event loop");
    var _ =
        stage.whenComplete(
            (value, failure) -> here.runOnContext(done -> callback.accept(value, failure)));
  }
}
