package io.plimsoll.api.read;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.stream.StreamListener;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * How far the cache of the process has followed the change stream, for those who wait until it has
 * a write. Thread-safe.
 */
public final class AppliedPosition implements StreamListener {
  /** So many waits are kept; whoever comes then does not wait, and goes without. */
  private static final int MOST = 10_000;

  private final PriorityQueue<Wait> waits = new PriorityQueue<>(Comparator.comparing(Wait::until));
  private Incarnation incarnation = Incarnation.UNKNOWN;
  private Lsn applied = Lsn.NONE;

  private record Wait(Lsn until, CompletableFuture<Boolean> reached) {}

  /**
   * Completes on the follower's thread, which must not be blocked, or at once.
   *
   * @return false when it will not come to the write's position: it follows another history, or too
   *     many wait already
   */
  public CompletionStage<Boolean> reached(Token token) {
    Lsn until = token.mark().commitEnd();
    synchronized (this) {
      if (!incarnation.equals(token.incarnation()) || until.equals(Lsn.MAX)) {
        return CompletableFuture.completedStage(false);
      }
      if (until.compareTo(applied) <= 0) {
        return CompletableFuture.completedStage(true);
      }
      if (waits.size() >= MOST) {
        return CompletableFuture.completedStage(false);
      }
      Wait wait = new Wait(until, new CompletableFuture<>());
      waits.add(wait);
      return wait.reached();
    }
  }

  @Override
  public void applied(Batch batch, List<Arrival> arrivals, long atMicros, Watermark watermark) {
    Optional<Wait> next = next(batch.applied());
    while (next.isPresent()) {
      next.get().reached().complete(true);
      next = next(batch.applied());
    }
  }

  private synchronized Optional<Wait> next(Lsn at) {
    applied = at.compareTo(applied) > 0 ? at : applied;
    Wait first = waits.peek();
    return first != null && first.until().compareTo(applied) <= 0
        ? Optional.ofNullable(waits.poll())
        : Optional.empty();
  }

  @Override
  public void epoch(String code, Control opened) {
    List<Wait> lost;
    synchronized (this) {
      incarnation = opened.incarnation();
      applied = opened.applied();
      lost = List.copyOf(waits);
      waits.clear();
    }
    lost.forEach(wait -> wait.reached().complete(false));
  }
}
