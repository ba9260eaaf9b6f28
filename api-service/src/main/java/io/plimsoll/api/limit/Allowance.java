package io.plimsoll.api.limit;

import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.limit.Gcra;
import io.plimsoll.core.limit.Permits;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One limit in this process: permits that were drawn for all instances and not used yet, or that
 * there are none for a while. So most requests ask nobody. A batch is a twentieth of the rate at
 * most, grows while all of it is used, and is dropped after {@link #hold}: what all instances let
 * pass within any time d is what can be drawn within d and that time. Thread-safe.
 *
 * <p>While nobody can be asked, the process has a rate of its own, as great as the shared one.
 */
final class Allowance {
  private static final int PARTS = 20;
  private static final Duration LONGEST_HOLD = Duration.ofSeconds(1);

  /** How long nobody is asked after nobody could be. */
  private static final Duration ALONE = Duration.ofSeconds(1);

  private final String limit;
  private final Rate rate;
  private final LongSupplier nanoTime;
  private final int mostAtOnce;

  private int held;
  private long heldUntil;
  private int batch = 1;
  private boolean denied;
  private long deniedUntil;
  private long left;
  private long resetAt;
  private boolean alone;
  private long aloneUntil;
  private long ownDue;
  private @Nullable CompletableFuture<Void> drawing;

  /**
   * Takes its parts.
   *
   * @param limit its name for {@link Permits}
   * @param nanoTime monotonic
   */
  Allowance(String limit, Rate rate, LongSupplier nanoTime) {
    this.limit = limit;
    this.rate = rate;
    this.nanoTime = nanoTime;
    this.mostAtOnce = Math.max(1, rate.requests() / PARTS);
    this.heldUntil = nanoTime.getAsLong();
  }

  /** How long a permit can be used after it was drawn: a tenth of the rate's time, at most 1 s. */
  static Duration hold(Rate rate) {
    Duration tenth = rate.per().dividedBy(10);
    return tenth.compareTo(LONGEST_HOLD) > 0 ? LONGEST_HOLD : tenth;
  }

  /** Takes one, or says when to come again. Never fails. */
  CompletionStage<Decision> take(Permits permits) {
    CompletableFuture<Void> running;
    int wanted = 0;
    synchronized (this) {
      long now = nanoTime.getAsLong();
      if (held > 0 && heldUntil - now > 0) {
        held--;
        return CompletableFuture.completedStage(decision(true, now));
      }
      if (denied && deniedUntil - now > 0) {
        return CompletableFuture.completedStage(decision(false, now));
      }
      if (drawing == null) {
        wanted = nextBatch(now);
        if (alone && aloneUntil - now > 0) {
          drawn(drawAlone(wanted, now), now);
          return take(permits);
        }
        drawing = new CompletableFuture<>();
      }
      running = drawing;
    }
    if (wanted > 0) {
      draw(permits, wanted, running);
    }
    // Each draw brings a permit to somebody, or tells all that there is none.
    return running.thenCompose(_ -> take(permits));
  }

  private void draw(Permits permits, int wanted, CompletableFuture<Void> done) {
    long asked = nanoTime.getAsLong();
    permits
        .draw(limit, rate, wanted)
        .whenComplete((grant, failure) -> {
          synchronized (this) {
            long now = nanoTime.getAsLong();
            alone = failure != null;
            aloneUntil = now + ALONE.toNanos();
            drawn(failure == null ? grant : drawAlone(wanted, now), failure == null ? asked : now);
            drawing = null;
          }
          done.complete(null);
        });
  }

  /** Twice as many when the last ones did not last, as many as were used when some were left. */
  private int nextBatch(long now) {
    if (held > 0) {
      batch = Math.max(1, batch - held);
      held = 0;
    } else if (heldUntil - now > 0) {
      batch = Math.min(mostAtOnce, batch * 2);
    }
    return batch;
  }

  private Gcra.Grant drawAlone(int wanted, long now) {
    Gcra.Grant grant = Gcra.draw(ownDue, now / 1_000, rate, wanted);
    ownDue = grant.due();
    return grant;
  }

  /**
   * Keeps what was drawn.
   *
   * @param since not after it was drawn
   */
  private void drawn(Gcra.Grant grant, long since) {
    held = grant.granted();
    heldUntil = since + hold(rate).toNanos();
    denied = held == 0;
    deniedUntil = since + grant.retryMicros() * 1_000;
    left = grant.left();
    resetAt = since + grant.resetMicros() * 1_000;
  }

  private Decision decision(boolean allowed, long now) {
    long reset = Math.max(0, resetAt - now);
    long retry = allowed ? 0 : Math.max(1, deniedUntil - now);
    return new Decision(
        rate, allowed, allowed ? left + held : 0, Duration.ofNanos(reset), Duration.ofNanos(retry));
  }
}
