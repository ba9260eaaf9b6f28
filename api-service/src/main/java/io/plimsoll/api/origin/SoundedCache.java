package io.plimsoll.api.origin;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A cache whose watermarks tell the process's own time: a heartbeat is taken for the latest
 * sounding that it lies behind, and for nothing when there is none. Thread-safe.
 */
public final class SoundedCache implements Cache {
  private final Cache cache;
  private final Soundings soundings;
  private volatile Incarnation incarnation = Incarnation.UNKNOWN;

  /** Takes over the cache. */
  public SoundedCache(Cache cache, Soundings soundings) {
    this.cache = cache;
    this.soundings = soundings;
  }

  @Override
  public CompletionStage<Batch.Outcome> apply(Batch batch) {
    Optional<Watermark> own = batch.watermark().flatMap(this::own);
    return cache.apply(
        new Batch(
            batch.epoch(),
            batch.expected(),
            batch.next(),
            batch.applied(),
            batch.changes(),
            own,
            batch.floor()));
  }

  private Optional<Watermark> own(Watermark told) {
    return soundings
        .before(told.commitEnd(), incarnation)
        .map(micros -> new Watermark(micros, told.commitEnd(), told.xid()));
  }

  /** The incarnation of an epoch never changes within it. */
  @Override
  public CompletionStage<Control> open(
      Incarnation now, Position position, Lsn applied, String shapes) {
    incarnation = now;
    return cache.open(now, position, applied, shapes);
  }

  @Override
  public CompletionStage<Optional<Control>> control() {
    return cache.control();
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
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return cache.lease(key, time);
  }

  @Override
  public CompletionStage<Boolean> foretell(Incarnation of, Batch.Change change) {
    return cache.foretell(of, change);
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
