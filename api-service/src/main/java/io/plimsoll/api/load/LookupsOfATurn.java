package io.plimsoll.api.load;

import io.netty.util.concurrent.EventExecutor;
import io.plimsoll.core.cache.ForwardingTier;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A tier that is asked once for everything that is looked up in one turn of an event loop: by the
 * requests of all connections that had something to read. None waits for another, since commands
 * leave at the end of the turn anyway; and each is answered from a moment behind its own arrival,
 * as if it had asked by itself. Thread-safe: what is looked up on other threads is asked for at
 * once. Closes its tier.
 */
public final class LookupsOfATurn extends ForwardingTier {
  /** Bounds how long the tier works for one question; others have theirs. */
  private static final int MOST = 32;

  private final EventExecutor loop;

  /** Of the loop's thread. */
  private List<Asked> turn = new ArrayList<>();

  private record Asked(Query query, CompletableFuture<Lookup> answer) {}

  /** In front of a tier that answers on the loop's thread. */
  public LookupsOfATurn(OwnedTier tier, EventExecutor loop) {
    super(tier);
    this.loop = loop;
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    if (!loop.inEventLoop()) {
      return super.lookup(query);
    }
    Asked asked = new Asked(query, new CompletableFuture<>());
    turn.add(asked);
    if (turn.size() == 1) {
      loop.execute(this::ask);
    } else if (turn.size() == MOST) {
      ask();
    }
    return asked.answer();
  }

  private void ask() {
    List<Asked> all = turn;
    turn = new ArrayList<>();
    if (all.size() == 1) {
      Asked one = all.getFirst();
      super.lookup(one.query()).whenComplete((lookup, failure) -> answer(one, lookup, failure));
    } else if (!all.isEmpty()) {
      lookupAll(all.stream().map(Asked::query).toList())
          .whenComplete((lookups, failure) -> {
            for (int i = 0; i < all.size(); i++) {
              answer(all.get(i), failure == null ? lookups.get(i) : null, failure);
            }
          });
    }
  }

  private static void answer(Asked asked, @Nullable Lookup lookup, @Nullable Throwable failure) {
    if (failure == null) {
      asked.answer().complete(lookup);
    } else {
      asked.answer().completeExceptionally(failure);
    }
  }
}
