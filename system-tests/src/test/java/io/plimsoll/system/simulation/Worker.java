package io.plimsoll.system.simulation;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.stream.FollowerDoor;
import io.plimsoll.core.stream.StreamListener;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A thread that applies the topic to one cache, and begins again when something fails. */
final class Worker {
  private static final long TOPIC_CHECK = 400_000;

  private final Actor actor;
  private final World world;
  private final Cache cache;
  private @Nullable FollowerDoor session;
  private boolean busy;
  private boolean scheduled;
  private long checked;

  Worker(Actor actor, World world, Cache cache) {
    this.actor = actor;
    this.world = world;
    this.cache = cache;
    world.topic().onAppend(this::wake);
    wake();
    checkLater();
  }

  Actor actor() {
    return actor;
  }

  private void checkLater() {
    world
        .time()
        .in(
            actor,
            TOPIC_CHECK,
            () -> {
              wake();
              checkLater();
            });
  }

  private void wake() {
    if (!scheduled && !actor.dead()) {
      scheduled = true;
      world.time().in(actor, world.time().delay(), this::run);
    }
  }

  private void run() {
    scheduled = false;
    if (busy) {
      wake();
      return;
    }
    busy = true;
    try {
      step();
    } catch (FollowerDoor.Away e) {
      session = null;
      again();
    } catch (Scheduler.Killed e) {
      world.trace().note("killed", actor.name(), 0, 0);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts", e);
    } finally {
      busy = false;
    }
  }

  private void again() {
    scheduled = true;
    world.time().in(actor, world.time().between(20_000, 150_000), this::run);
  }

  private void step() throws InterruptedException {
    FollowerDoor current = session;
    if (current == null) {
      current =
          FollowerDoor.begin(
              world.topic(),
              new Blocking(cache, world.time(), actor),
              time -> world.time().waitMicros(actor, time.toNanos() / 1_000),
              new Epochs(),
              () -> Instant.EPOCH.plus(Duration.ofNanos(world.time().now() * 1_000)));
      session = current;
    }
    current.step();
    if (world.time().now() - checked >= TOPIC_CHECK) {
      checked = world.time().now();
      current.checkTopic();
    }
    if (current.behind()) {
      wake();
    }
  }

  private final class Epochs implements StreamListener {
    @Override
    public void epoch(String code, Control opened) {
      world.counts().add("epoch." + code);
      world.trace().note("epoch", actor.name() + " " + code, opened.position().offset(), 0);
    }

    @Override
    public void mismatch(Batch batch, Control actual) {
      world.counts().add("mismatch");
      world.trace().note("mismatch", actor.name(), batch.next().offset(), 0);
    }
  }
}
