package io.plimsoll.api.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
  private final Optional<Guest> guest;
  private final List<Guest> company = new ArrayList<>();
  private final CompletableFuture<Optional<Shed>> outcome = new CompletableFuture<>();
  private final AtomicBoolean left = new AtomicBoolean();
  private volatile boolean shares;
  private volatile long admittedNanos;

  Ticket(Gate gate, Gate.Lane lane, Duration patience, Optional<Guest> guest) {
    this.gate = gate;
    this.lane = lane;
    this.patience = patience;
    this.guest = guest;
  }

  Gate.Lane lane() {
    return lane;
  }

  long admittedNanos() {
    return admittedNanos;
  }

  /** Of so many, how many places those like it may have. */
  int places(int all) {
    return guest.map(one -> one.company().places(all)).orElse(all);
  }

  boolean hasPlace(int all) {
    return guest.map(one -> one.company().hasPlace(all)).orElse(true);
  }

  /** How many may have its place with it. */
  int room() {
    return guest.map(one -> one.company().size() - 1).orElse(0);
  }

  boolean goesWith(Ticket other) {
    return guest.isPresent()
        && other.guest.isPresent()
        && guest.get().company() == other.guest.get().company();
  }

  /** Has another one share its place, before it is let through itself. */
  void bring(Ticket other) {
    other.guest.orElseThrow().company().begins();
    company.add(other.guest.orElseThrow());
    other.shares = true;
    other.left.set(true); // the place is given back by who has it
    other.outcome.complete(Optional.empty());
  }

  /** Who shares its place. */
  List<Guest> company() {
    return company;
  }

  /** Whether it was let through in the place of another one, who answers it. */
  boolean shares() {
    return shares;
  }

  void admit(long nowNanos) {
    admittedNanos = nowNanos;
    guest.ifPresent(one -> one.company().enter(nowNanos));
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
    Duration left = patience;
    Duration step = guest.isEmpty() ? patience : Company.MOST_TIME;
    try {
      while (!settles(least(step, left))) {
        left = left.minus(step);
        if (left.isNegative() || left.isZero()) {
          gate.giveUp(this);
          break;
        }
        gate.lookAgain(); // Whom it waits for may take too long.
        step = step.multipliedBy(2);
      }
    } catch (InterruptedException e) {
      gate.giveUp(this);
      Thread.currentThread().interrupt();
    }
    return outcome.join();
  }

  private static Duration least(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private boolean settles(Duration time) throws InterruptedException {
    try {
      outcome.get(time.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing fails a ticket", e);
    }
  }

  @Override
  public void close() {
    if (isThrough() && left.compareAndSet(false, true)) {
      guest.ifPresent(one -> one.company().leave(admittedNanos));
      gate.leave(this);
    }
  }
}
