package io.plimsoll.api.live;

import io.plimsoll.api.read.ReadThrough;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.freshness.Token;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The live answers of one event loop; {@link #close} ends them with a hint to come again. */
public final class LiveTopics {
  private final Live live;
  private final Context context;
  private final ReadThrough reads;
  private final Map<CacheKey, LiveTopic> topics = new HashMap<>();
  private final long heartbeat;
  private final long recheck;

  /** On the event loop that it is for. */
  public LiveTopics(Live live, Context context, ReadThrough reads) {
    this.live = live;
    this.context = context;
    this.reads = reads;
    this.heartbeat =
        context.owner().setPeriodic(live.settings().heartbeat().toMillis(), id -> beat());
    this.recheck =
        context.owner().setPeriodic(live.settings().recheck().toMillis(), id -> recheck());
  }

  /**
   * Answers a request with a stream, or not when there are too many.
   *
   * @param request as it is now, for a token
   */
  public boolean open(Function<Optional<Token>, Asked> request, Client client) {
    CacheKey key = request.apply(Optional.empty()).read().lookup().key();
    if (!live.enter()) {
      return false;
    }
    HttpServerResponse response = client.response();
    response
        .setChunked(true)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    LiveStream stream = new LiveStream(client, System.nanoTime());
    LiveTopic topic =
        topics.computeIfAbsent(
            key,
            k -> {
              live.topics().incrementAndGet();
              return new LiveTopic(context, reads, live.changes(), request);
            });
    response.closeHandler(v -> gone(key, topic, stream));
    stream.retry(live.settings().retry());
    topic.add(stream);
    return true;
  }

  private void gone(CacheKey key, LiveTopic topic, LiveStream stream) {
    if (!topic.remove(stream)) {
      return;
    }
    live.leave();
    if (topic.isEmpty() && topics.remove(key, topic)) {
      live.topics().decrementAndGet();
      topic.close();
    }
  }

  private void beat() {
    for (LiveTopic topic : new ArrayList<>(topics.values())) {
      for (LiveStream stream : topic.streams()) {
        if (!stream.beat()) {
          stream.drop();
        }
      }
    }
  }

  /** Ends the streams of those who may not have them any more, or of whom it cannot be known. */
  private void recheck() {
    new HashMap<>(topics)
        .forEach((key, topic) ->
            topic
                .streams()
                .forEach(stream ->
                    stream
                        .client()
                        .permit()
                        .ifPresent(
                            permit -> permit.get().whenComplete(ending(key, topic, stream)))));
  }

  private BiConsumer<@Nullable Boolean, @Nullable Throwable> ending(
      CacheKey key, LiveTopic topic, LiveStream stream) {
    return (may, failure) -> {
      if (!Boolean.TRUE.equals(may)) {
        context.runOnContext(v -> end(key, topic, stream));
      }
    };
  }

  private void end(CacheKey key, LiveTopic topic, LiveStream stream) {
    gone(key, topic, stream);
    stream.end(live.settings().retry());
  }

  /** On its event loop. */
  public void close() {
    context.owner().cancelTimer(heartbeat);
    context.owner().cancelTimer(recheck);
    endAll();
  }

  /** Ends the streams with a hint to come again; on its event loop. */
  public void endAll() {
    new HashMap<>(topics)
        .forEach((key, topic) -> topic.streams().forEach(stream -> end(key, topic, stream)));
  }
}
