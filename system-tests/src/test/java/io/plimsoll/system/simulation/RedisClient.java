package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheException;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisDoor;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A process's connections to Redis: requests and answers take their time, arrive in any order, and
 * may be lost. What arrives late still acts.
 */
final class RedisClient implements Cache {
  private static final long TIMEOUT = 100_000;

  private final RedisServer server;
  private final Scheduler time;
  private final Actor actor;
  private final Ids ids;
  private final ServerClock clock;
  private final RedisDoor decision;

  RedisClient(RedisServer server, Scheduler time, Actor actor, Ids ids, ServerClock clock) {
    this.server = server;
    this.time = time;
    this.actor = actor;
    this.ids = ids;
    this.clock = clock;
    this.decision = new RedisDoor(clock);
  }

  private <T> CompletionStage<T> call(Supplier<T> command) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    long there = time.delay();
    long back = time.chance(0.01) ? TIMEOUT : time.delay();
    time.in(there, () -> arrive(command, answer, there, back));
    return answer;
  }

  private <T> void arrive(Supplier<T> command, CompletableFuture<T> answer, long there, long back) {
    if (!server.up()) {
      time.in(actor, Math.max(0, TIMEOUT - there), () -> timeOut(answer));
      return;
    }
    T result = command.get();
    if (there + back < TIMEOUT) {
      time.in(actor, back, () -> answer.complete(result));
    } else {
      time.in(actor, Math.max(0, TIMEOUT - there), () -> timeOut(answer));
    }
  }

  private static void timeOut(CompletableFuture<?> answer) {
    answer.completeExceptionally(new TimeoutException("no answer in time"));
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return decision
        .look(query, (entry, tags) -> call(() -> server.read(entry, tags)))
        .exceptionally(failure -> new Lookup.Bypass(away(failure)));
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return call(() -> server.fill(fill))
        .exceptionally(failure -> new Fill.Outcome.Refused(away(failure)));
  }

  private static Lookup.Reason away(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof TimeoutException) {
      return Lookup.Reason.UNAVAILABLE;
    }
    throw new IllegalStateException("an answer could not be used", cause);
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration lease) {
    return call(() -> server.lease(key.value(), lease.toNanos() / 1_000))
        .exceptionally(failure -> true);
  }

  @Override
  public void release(CacheKey key) {
    var _ =
        call(() -> {
          server.release(key.value());
          return true;
        });
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    return call(() -> server.apply(batch))
        .thenCompose(said ->
            switch (said) {
              case "applied" ->
                  CompletableFuture.<Batch.Outcome>completedStage(new Batch.Outcome.Applied());
              case "no-control" ->
                  CompletableFuture.<Batch.Outcome>completedStage(new Batch.Outcome.NoControl());
              default -> control().thenApply(RedisClient::mismatch);
            })
        .exceptionally(failure -> {
          throw failed(failure);
        });
  }

  private static Batch.Outcome mismatch(Optional<Control> actual) {
    return actual
        .<Batch.Outcome>map(Batch.Outcome.Mismatch::new)
        .orElseGet(Batch.Outcome.NoControl::new);
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    Control control = Control.opened(ids.epoch(), incarnation, position, applied, shapes);
    return call(
            () -> {
              server.open(control);
              return control;
            })
        .exceptionally(failure -> {
          throw failed(failure);
        });
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return call(server::control)
        .exceptionally(failure -> {
          throw failed(failure);
        });
  }

  /** TIME, which is a sample for the process's clock too. */
  CompletionStage<Long> timeMicros() {
    long sent = clock.monotonicNanos();
    return call(server::micros)
        .thenApply(micros -> {
          clock.sampled(micros, Rule.clockCountsFromTheQuestion() ? sent : clock.monotonicNanos());
          return micros;
        });
  }

  private static CompletionException failed(Throwable failure) {
    return new CompletionException(new CacheException("away", Failures.cause(failure)));
  }

  @Override
  public void close() {}
}
