package io.plimsoll.system.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * Virtual time and everything that happens in it, one event after the other, chosen by one seeded
 * random number generator. Code that blocks runs the other events until what it waits for is there.
 */
final class Scheduler {
  /** A thread that waits inside another's wait may hold it up: not deeper than this. */
  private static final int MAX_DEPTH = 5;

  private record Event(long at, long sequence, Actor actor, Runnable task)
      implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
    }
  }

  /** Its process was killed while it waited. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final SplittableRandom random;
  private final Actor world = new Actor("world");
  private long now;
  private long sequence;
  private long executed;
  private int depth;

  Scheduler(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Virtual µs since the beginning. */
  long now() {
    return now;
  }

  long executed() {
    return executed;
  }

  void in(long micros, Runnable task) {
    in(world, micros, task);
  }

  /** The actor does it, later when it is stopped then, never when it is dead. */
  void in(Actor actor, long micros, Runnable task) {
    events.add(new Event(now + micros, sequence++, actor, task));
  }

  /** Runs what happens up to a time. */
  void runTo(long until) {
    while (step(until)) {
      // Each step is an event.
    }
    now = Math.max(now, until);
  }

  /** Blocks an actor until something is so. */
  void waitFor(Actor actor, BooleanSupplier done) {
    depth++;
    try {
      while (!done.getAsBoolean()) {
        if (!step(Long.MAX_VALUE)) {
          throw new IllegalStateException(actor.name() + " waits for what never comes");
        }
        alive(actor);
      }
      while (actor.pausedUntil() > now && step(actor.pausedUntil())) {
        alive(actor);
      }
    } finally {
      depth--;
    }
  }

  /** Blocks an actor for a time. */
  void waitMicros(Actor actor, long micros) {
    if (depth >= MAX_DEPTH) {
      return;
    }
    boolean[] over = new boolean[1];
    in(micros, () -> over[0] = true);
    waitFor(actor, () -> over[0]);
  }

  private static void alive(Actor actor) {
    if (actor.dead()) {
      throw new Killed();
    }
  }

  private boolean step(long until) {
    Event event = events.peek();
    if (event == null || event.at() > until) {
      return false;
    }
    events.poll();
    now = Math.max(now, event.at());
    Actor actor = event.actor();
    if (actor.dead()) {
      return true;
    }
    if (actor.pausedUntil() > now) {
      in(actor, actor.pausedUntil() - now, event.task());
      return true;
    }
    executed++;
    event.task().run();
    return true;
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Uniform in [from, to). */
  long between(long from, long to) {
    return from + random.nextLong(to - from);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  double uniform() {
    return random.nextDouble();
  }

  /** How long a message or a hand-over takes: mostly little, seldom much. */
  long delay() {
    int kind = random.nextInt(100);
    if (kind < 80) {
      return between(20, 400);
    }
    return kind < 96 ? between(400, 8_000) : between(8_000, 150_000);
  }
}
