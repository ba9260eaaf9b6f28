package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What answers are looked up in and offered to: one partition of a cache, or several behind one
 * face. Thread-safe. No stage completes exceptionally for a fault of the cache.
 */
public interface Tier {
  /** Finds an answer, or says why there is none to be used. */
  CompletionStage<Lookup> lookup(Query query);

  /**
   * Finds several answers, in the order of the questions. Each is decided on by itself, and told as
   * soon as it is: an age is that of then.
   */
  default List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    return queries.stream().map(this::lookup).toList();
  }

  /** Offers an answer. */
  CompletionStage<Fill.Outcome> fill(Fill fill);

  /**
   * Asks to be the one who loads a key: among all who ask, one is told so, until it fills, releases
   * or the time is over. A courtesy against herds, no lock: nothing depends on it for correctness.
   *
   * @return false when somebody else holds it
   */
  CompletionStage<Boolean> lease(CacheKey key, Duration time);

  /** Gives a lease back without a fill. */
  void release(CacheKey key);

  /**
   * Tells of a change that has been committed and that the change stream may not have brought yet:
   * what its tags hold ends now, and what does not see it is not stored. It admits nothing and
   * moves nothing, so it may come late, twice or never; the stream brings the change in any case.
   *
   * @param incarnation the history that the change is of
   * @return whether it was taken; not by a cache of another history or without control state
   */
  default CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    return CompletableFuture.completedStage(false);
  }
}
