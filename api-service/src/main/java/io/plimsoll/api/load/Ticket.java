package io.plimsoll.api.load;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One's place at a {@link Gate}. Closing it gives the place back, once; thread-safe. */
public final class Ticket implements AutoCloseable {
  private final Gate gate;
  private final Gate.Lane lane;
  private final Duration patience;
  private final CompletableFuture<Optional<Shed>> outcome = new CompletableFuture<>();
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile long admittedNanos;

  Ticket(Gate gate, Gate.Lane lane, Duration patience) {
    this.gate = gate;
    this.lane = lane;
    this.patience = patience;
  }

  Gate.Lane lane() {
    return lane;
  }

  long admittedNanos() {
    return admittedNanos;
  }

  void admit(long nowNanos) {
    admittedNanos = nowNanos;
    outcome.complete(Optional.empty());
  }

  void turnAway(Shed why) {
    outcome.complete(Optional.of(why));
  }

  /** Whether it has its place now. */
  public boolean isThrough() {
    return outcome.isDone() && outcome.join().isEmpty();
  }

  /** Whether it is neither let through nor turned away yet. */
  boolean waits() {
    return !outcome.isDone();
  }

  /** Waits as long as the gate allows; blocks. Why it was turned away; empty when it was not. */
  public Optional<Shed> await() {
    try {
      return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      gate.giveUp(this);
    } catch (InterruptedException e) {
      gate.giveUp(this);
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails a ticket", e);
    }
    return outcome.join();
  }

  @Override
  public void close() {
    if (isThrough() && left.compareAndSet(false, true)) {
      gate.leave(this);
    }
  }
}
