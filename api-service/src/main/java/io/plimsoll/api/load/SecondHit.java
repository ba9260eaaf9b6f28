package io.plimsoll.api.load;

import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.ForwardingTier;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * A tier that stores an answer only when its key was asked for before: who asks for ever new keys
 * does not push out what others ask for. What was stored once is known, whether the doorkeeper
 * still knows it or not. Thread-safe; closes its tier.
 */
public final class SecondHit extends ForwardingTier {
  private final Doorkeeper doorkeeper;

  /**
   * Puts a doorkeeper before a tier.
   *
   * @param doorkeeper may stand before several
   */
  public SecondHit(OwnedTier tier, Doorkeeper doorkeeper) {
    super(tier);
    this.doorkeeper = doorkeeper;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return super.lookup(query).thenApply(lookup -> noted(query, lookup));
  }

  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    List<CompletionStage<Lookup>> found = super.lookupAll(queries);
    return IntStream.range(0, found.size())
        .mapToObj(i -> found.get(i).thenApply(lookup -> noted(queries.get(i), lookup)))
        .toList();
  }

  private Lookup noted(Query query, Lookup lookup) {
    if (lookup instanceof Lookup.Miss miss && miss.reason() != Reason.MISS) {
      doorkeeper.seen(query.key().value());
    }
    return lookup;
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    if (doorkeeper.seen(fill.query().key().value())) {
      return super.fill(fill);
    }
    release(fill.query().key());
    return CompletableFuture.completedStage(new Fill.Outcome.Refused(Reason.FIRST_ASKED));
  }
}
