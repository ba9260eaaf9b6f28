package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A cache for a thread that waits for its answers: other events happen meanwhile. */
record Blocking(Cache cache, Scheduler time, Actor actor) implements Cache {
  private <T> CompletionStage<T> done(CompletionStage<T> stage) {
    CompletableFuture<T> answer = stage.toCompletableFuture();
    time.waitFor(actor, answer::isDone);
    return answer;
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    return done(cache.apply(batch));
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    return done(cache.open(incarnation, position, applied, shapes));
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return done(cache.control());
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return cache.lookup(query);
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return cache.fill(fill);
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration lease) {
    return cache.lease(key, lease);
  }

  @Override
  public void release(CacheKey key) {
    cache.release(key);
  }

  @Override
  public void close() {
    cache.close();
  }
}
