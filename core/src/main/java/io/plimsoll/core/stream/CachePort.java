package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheException;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cache with waiting: a call returns when the cache has answered, however long it is away. */
final class CachePort {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Lets time pass. */
  @FunctionalInterface
  interface Pause {
    void last(Duration time) throws InterruptedException;
  }

  private final Cache cache;
  private final Pause pause;
  private volatile boolean away;

  CachePort(Cache cache) {
    this(cache, Thread::sleep);
  }

  CachePort(Cache cache, Pause pause) {
    this.cache = cache;
    this.pause = pause;
  }

  boolean away() {
    return away;
  }

  Batch.Outcome apply(Batch batch) throws InterruptedException {
    return answer("apply", () -> cache.apply(batch));
  }

  Control open(Incarnation incarnation, Position position, Lsn applied, String shapes)
      throws InterruptedException {
    return answer("open", () -> cache.open(incarnation, position, applied, shapes));
  }

  Optional<Control> control() throws InterruptedException {
    return answer("control", cache::control);
  }

  private <T> T answer(String what, Supplier<CompletionStage<T>> call) throws InterruptedException {
    Backoff backoff = new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1));
    while (true) {
      try {
        T answer = call.get().toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        returned();
        return answer;
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof CacheException)) {
          throw new IllegalStateException("the cache failed to " + what, e.getCause());
        }
        failed(what, e.getCause());
      } catch (TimeoutException e) {
        failed(what, e);
      }
      pause.last(backoff.next());
    }
  }

  private void failed(String what, Throwable cause) {
    if (!away) {
      LOG.warn(
          "event=cache-away code=cache-unavailable during={} reason=\"{}\"",
          what,
          cause.toString());
    }
    away = true;
  }

  private void returned() {
    if (away) {
      LOG.info("event=cache-back");
    }
    away = false;
  }
}
