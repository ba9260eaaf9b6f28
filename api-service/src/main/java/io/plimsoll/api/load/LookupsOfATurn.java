package io.plimsoll.api.load;

import io.netty.util.concurrent.EventExecutor;
import io.plimsoll.core.cache.ForwardingTier;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A tier that is asked once for everything that is looked up in one turn of an event loop: by the
 * requests of all connections that had something to read. None waits for another: commands leave at
 * the end of the turn anyway, and each answer is told when it is there. Each is answered from a
 * moment behind its own arrival, as if it had asked by itself. Thread-safe: what is looked up on
 * other threads is asked for at once. Closes its tier.
 */
public final class LookupsOfATurn extends ForwardingTier {
  /** Bounds how long the tier works for one question; others have theirs. */
  private static final int MOST = 32;

  private final EventExecutor loop;
  private final Turn<Asked> turn;

  private record Asked(Query query, CompletableFuture<Lookup> answer) {}

  /** In front of a tier that answers on the loop's thread. */
  public LookupsOfATurn(OwnedTier tier, EventExecutor loop) {
    super(tier);
    this.loop = loop;
    this.turn = new Turn<>(loop, this::ask);
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    if (!loop.inEventLoop()) {
      return super.lookup(query);
    }
    Asked asked = new Asked(query, new CompletableFuture<>());
    if (!turn.add(asked)) {
      return super.lookup(query);
    }
    if (turn.size() == MOST) {
      turn.end();
    }
    return asked.answer();
  }

  private void ask(List<Asked> all) {
    try {
      List<CompletionStage<Lookup>> found =
          all.size() == 1
              ? List.of(super.lookup(all.getFirst().query()))
              : lookupAll(all.stream().map(Asked::query).toList());
      for (int i = 0; i < all.size(); i++) {
        Asked asked = all.get(i);
        found.get(i).whenComplete((lookup, failure) -> answer(asked, lookup, failure));
      }
    } catch (RuntimeException | Error e) {
      all.forEach(asked -> asked.answer().completeExceptionally(e)); // those that have none
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
