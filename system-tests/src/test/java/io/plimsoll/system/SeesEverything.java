package io.plimsoll.system;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A cache without the snapshot check: every read claims to have seen every commit. */
record SeesEverything(Cache cache) implements Cache {
  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return cache.fill(
        new Fill(
            fill.query(),
            fill.admission(),
            new Proof(
                new Stamp.Primary(Xid.MAX, Xid.MAX, List.of()),
                fill.proof().incarnation(),
                fill.proof().shapes()),
            fill.content(),
            fill.ttl(),
            fill.load()));
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return cache.lookup(query);
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    return cache.apply(batch);
  }

  @Override
  public CompletionStage<Control> open(
      Incarnation incarnation, Position position, Lsn applied, String shapes) {
    return cache.open(incarnation, position, applied, shapes);
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return cache.control();
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return cache.lease(key, time);
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
