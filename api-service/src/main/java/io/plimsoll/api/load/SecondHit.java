package io.plimsoll.api.load;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A tier that stores an answer only when its key was asked for before: who asks for ever new keys
 * does not push out what others ask for. What was stored once is known, whether the doorkeeper
 * still knows it or not. Thread-safe; closes its tier.
 */
public final class SecondHit implements OwnedTier {
  private final OwnedTier tier;
  private final Doorkeeper doorkeeper;

  /**
   * Puts a doorkeeper before a tier.
   *
   * @param doorkeeper may stand before several
   */
  public SecondHit(OwnedTier tier, Doorkeeper doorkeeper) {
    this.tier = tier;
    this.doorkeeper = doorkeeper;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return tier.lookup(query)
        .thenApply(lookup -> {
          if (lookup instanceof Lookup.Miss miss && miss.reason() != Reason.MISS) {
            doorkeeper.seen(query.key());
          }
          return lookup;
        });
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    if (doorkeeper.seen(fill.query().key())) {
      return tier.fill(fill);
    }
    tier.release(fill.query().key());
    return CompletableFuture.completedStage(new Fill.Outcome.Refused(Reason.FIRST_ASKED));
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return tier.lease(key, time);
  }

  @Override
  public void release(CacheKey key) {
    tier.release(key);
  }

  @Override
  public void close() {
    tier.close();
  }
}
