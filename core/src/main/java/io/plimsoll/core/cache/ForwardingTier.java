package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Forwards everything to another tier, which it closes. Who wraps a tier overrides what is to be
 * different, and cannot forget the rest: an interface's default would split one question into many.
 */
public abstract class ForwardingTier implements OwnedTier {
  private final OwnedTier tier;

  protected ForwardingTier(OwnedTier tier) {
    this.tier = tier;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return tier.lookup(query);
  }

  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    return tier.lookupAll(queries);
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return tier.fill(fill);
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
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    return tier.foretell(incarnation, change);
  }

  @Override
  public void close() {
    tier.close();
  }
}
