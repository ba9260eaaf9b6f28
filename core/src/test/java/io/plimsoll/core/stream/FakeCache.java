package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheException;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The invalidator's side of a cache, in memory. */
final class FakeCache implements Cache {
  final List<Batch> applied = new ArrayList<>();
  Optional<Control> control = Optional.empty();
  boolean loseNextAnswer;
  private int epochs;

  List<String> tags() {
    return applied.stream()
        .flatMap(batch -> batch.changes().stream())
        .flatMap(change -> change.tags().stream())
        .toList();
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    if (control.isEmpty()) {
      return done(new Batch.Outcome.NoControl());
    }
    Control now = control.get();
    if (!now.epoch().equals(batch.epoch()) || !now.position().equals(batch.expected())) {
      return done(new Batch.Outcome.Mismatch(now));
    }
    applied.add(batch);
    control = Optional.of(Rules.after(now, batch));
    if (loseNextAnswer) {
      loseNextAnswer = false;
      return CompletableFuture.failedStage(new CacheException("lost", new IllegalStateException()));
    }
    return done(new Batch.Outcome.Applied());
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    epochs++;
    Control opened = Control.opened("epoch-" + epochs, incarnation, position, applied, shapes);
    control = Optional.of(opened);
    return done(opened);
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return done(control);
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    throw new UnsupportedOperationException("lookup");
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    throw new UnsupportedOperationException("fill");
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    throw new UnsupportedOperationException("lease");
  }

  @Override
  public void release(CacheKey key) {
    throw new UnsupportedOperationException("release");
  }

  @Override
  public void close() {}

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedStage(value);
  }
}
