package io.plimsoll.api.read;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says what it is told to, and notes what it is asked for and offered. */
final class NotingTier implements Tier {
  final List<Query> asked = new ArrayList<>();
  final List<Fill> fills = new ArrayList<>();
  Lookup says;

  NotingTier(Lookup says) {
    this.says = says;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    asked.add(query);
    return CompletableFuture.completedStage(says);
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    fills.add(fill);
    return CompletableFuture.completedStage(new Fill.Outcome.Stored());
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public void release(CacheKey key) {}
}
