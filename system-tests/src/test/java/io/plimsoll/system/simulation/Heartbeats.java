package io.plimsoll.system.simulation;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Heartbeats of one process after the other, and plimsoll.beat() of infra/postgres/20-schema.sql.
 */
final class Heartbeats {
  /** The advisory lock, which beats of all processes take. */
  static final class Lock {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean held;

    void take(Runnable then) {
      if (held && Rule.beatsWaitForEachOther()) {
        waiting.add(then);
      } else {
        held = true;
        then.run();
      }
    }

    void free() {
      Runnable next = waiting.poll();
      held = next != null;
      if (next != null) {
        next.run();
      }
    }

    void crash() {
      waiting.clear();
      held = false;
    }
  }

  private static final long AGAIN = 80_000;

  private final World world;
  private final RedisClient redis;
  private final Actor actor;
  private final Lock lock;
  private final Commits commits;
  private int underWay;

  Heartbeats(World world, String name, Lock lock, Commits commits) {
    this.world = world;
    this.actor = new Actor(name);
    this.lock = lock;
    this.commits = commits;
    this.redis =
        new RedisClient(
            world.redis(), world.time(), actor, world.ids(), world.clockOf(world.time()));
    world.time().in(actor, world.time().delay(), this::beat);
  }

  Actor actor() {
    return actor;
  }

  private void later(long micros) {
    world.time().in(actor, micros, this::beat);
  }

  /** Whether no heartbeat is under way that has its time already. */
  boolean idle() {
    return underWay == 0;
  }

  private void beat() {
    underWay++;
    var _ =
        redis
            .timeMicros()
            .whenComplete((micros, failure) -> {
              if (failure != null) {
                underWay--;
                later(AGAIN);
              } else {
                world.time().in(actor, world.time().delay(), () -> execute(micros));
              }
            });
  }

  private long busy() {
    return world.time().chance(0.3)
        ? world.time().between(1_000, 40_000)
        : world.time().between(10, 200);
  }

  /** select * from plimsoll.beat(micros). */
  private void execute(long micros) {
    if (!world.postgres().up()) {
      later(AGAIN);
      return;
    }
    int life = world.postgres().life();
    boolean[] answered = new boolean[1];
    world
        .time()
        .in(
            actor,
            500_000,
            () -> {
              if (!answered[0]) {
                answered[0] = true;
                later(AGAIN); // The statement was given up; it may still be done.
              }
            });
    lock.take(() -> {
      if (world.postgres().life() != life) {
        return;
      }
      Transaction beat = world.postgres().begin();
      beat.beatIncarnation = world.postgres().ensureIncarnation(beat).value();
      world
          .time()
          .in(
              busy(),
              () -> {
                if (world.postgres().life() != life) {
                  return;
                }
                beat.beatMicros = micros;
                commits.commit(
                    beat,
                    commits.mode(),
                    () -> {
                      lock.free();
                      underWay--;
                      if (!answered[0]) {
                        answered[0] = true;
                        later(world.plan().beatMicros());
                      }
                    });
              });
    });
  }
}
