package io.plimsoll.system.simulation;

import java.util.List;
import java.util.Set;

/** What goes wrong, when, and how it ends. All of it has ended by {@link Plan#CALM}. */
final class Faults {
  private final World world;
  private final Scheduler time;
  private final List<Runnable> kinds;
  private final RedisFaults redis;

  Faults(World world) {
    this.world = world;
    this.time = world.time();
    this.redis = new RedisFaults(world, this::instanceRestarts);
    this.kinds =
        List.of(
            this::crash,
            this::crash,
            this::promotion,
            this::captureDies,
            this::capturePauses,
            this::slotIsDropped,
            this::slotIsMoved,
            this::shapesChange,
            this::retention,
            this::logIsCut,
            this::topicIsRecreated,
            this::recordIsGarbled,
            this::recordIsLost,
            this::recordIsDoubled,
            this::holeInTheOffsets,
            this::kafkaIsAway,
            this::readersAreRewound,
            redis::redisFailsOver,
            redis::redisFailsOver,
            redis::redisGoesBack,
            redis::redisIsFlushed,
            redis::redisEvicts,
            redis::redisIsAway,
            redis::redisClockGoesBack,
            this::instancePauses,
            this::followerPauses,
            this::workerPauses,
            this::instanceRestarts,
            this::secondWorker,
            this::heartbeatPauses,
            this::standbyPauses);
    for (int i = 0; i < world.plan().faults(); i++) {
      Runnable kind = kinds.get(time.below(kinds.size()));
      time.in(time.between(400_000, Plan.FAULTS_END), kind);
    }
    time.in(Plan.CALM, this::heal);
  }

  int setBacks() {
    return redis.setBacks();
  }

  private void note(String what, long detail) {
    world.counts().add("fault." + what);
    world.trace().note("fault", what, detail, 0);
  }

  private void pause(String what, Actor actor) {
    long until = Math.min(Plan.CALM, time.now() + time.between(20_000, 1_500_000));
    note(what, until);
    actor.pauseUntil(until);
  }

  private void crash() {
    Postgres postgres = world.postgres();
    if (postgres.up()) {
      note("crash", postgres.flushedPosition());
      lose(postgres.flushedPosition());
      if (time.chance(0.2)) {
        world.topic().loseNext(); // The gap that tells of it, as likely as not.
      }
      if (time.chance(0.3) && time.now() < Plan.FAULTS_END - 600_000) {
        time.in(time.between(50_000, 600_000), this::crash);
      }
    }
  }

  private void lose(long keep) {
    world.postgres().crash(keep, time.between(5_000, 300_000));
    world.beatLock().crash();
    world.standbys().forEach(standby -> standby.rewindTo(keep));
    if (time.chance(0.5) && world.capture().confirmed() > 0) {
      // The slot's own position is only saved with checkpoints.
      world.capture().moveSlot(Math.min(world.capture().confirmed(), keep) - time.below(60));
    }
  }

  private void promotion() {
    if (world.standbys().isEmpty() || !world.postgres().up()) {
      return;
    }
    Standby promoted = world.standbys().get(time.below(world.standbys().size()));
    long keep = promoted.replayed();
    note("promotion", keep);
    for (Standby standby : world.standbys()) {
      if (standby.replayed() > keep) {
        standby.divergeUntil(time.now() + time.between(1_000, 900_000), keep);
      }
    }
    lose(keep);
    if (time.chance(0.5)) {
      world.capture().dropSlot();
    } else {
      world.capture().moveSlot(Math.min(world.capture().confirmed(), keep));
    }
  }

  private void captureDies() {
    note("capture-dies", 0);
    world.capture().restart(time.between(1_000, 400_000));
  }

  private void capturePauses() {
    pause("capture-pauses", world.capture().actor());
  }

  private void slotIsDropped() {
    note("slot-dropped", 0);
    world.capture().restart(time.between(1_000, 300_000));
    world.capture().dropSlot();
  }

  private void slotIsMoved() {
    long after = time.between(50_000, 400_000);
    note("slot-moved", after);
    world.capture().restart(after);
    time.in(after - 1, () -> world.capture().moveSlot(world.postgres().flushedPosition()));
  }

  private void shapesChange() {
    note("shapes", 0);
    world.capture().useShapes(Set.of());
    world.capture().restart(time.between(1_000, 50_000));
    boolean inTheStream = time.now() % 2 == 0;
    time.in(
        time.between(100_000, 600_000),
        inTheStream ? this::shapesAreRegistered : this::shapesReturn);
  }

  /** A crash may lose it, until all is healed. */
  private void shapesAreRegistered() {
    if (world.postgres().up()) {
      note("shapes-registered", 0);
      Commits commits = new Commits(world.postgres(), time);
      Transaction transaction = world.postgres().begin();
      transaction.registers = true;
      commits.commit(transaction, commits.mode(), () -> {});
    }
  }

  private void shapesReturn() {
    world.capture().useShapes(world.questions().shapes());
    world.capture().restart(1_000);
  }

  private void retention() {
    note("retention", 0);
    world.workers().forEach(actor -> pauseBriefly(actor));
    time.in(
        time.between(1_000, 200_000),
        () -> {
          if (world.topic().up()) {
            world.topic().retain(world.topic().end() - time.below(3));
          }
        });
  }

  private void pauseBriefly(Actor actor) {
    if (time.chance(0.6)) {
      actor.pauseUntil(time.now() + time.between(10_000, 400_000));
    }
  }

  private void logIsCut() {
    note("log-cut", 0);
    world.topic().cut(1 + time.below(6));
    if (time.chance(0.5)) {
      world.restartWorker(time.between(50_000, 500_000));
    }
  }

  private void topicIsRecreated() {
    note("topic-recreated", 0);
    world.topic().recreate();
  }

  private void recordIsGarbled() {
    note("garbled", 0);
    world.topic().garbleNext();
  }

  private void recordIsLost() {
    note("record-lost", 0);
    world.topic().loseNext();
  }

  private void recordIsDoubled() {
    note("record-doubled", 0);
    world.topic().duplicateLast();
  }

  private void holeInTheOffsets() {
    note("hole", 0);
    world.topic().addHole();
  }

  private void kafkaIsAway() {
    note("kafka-away", 0);
    world.topic().downFor(time.between(10_000, 400_000));
  }

  private void readersAreRewound() {
    note("rewinds", 0);
    world.topic().rewinds(true);
    time.in(time.between(100_000, 800_000), () -> world.topic().rewinds(false));
  }

  private void instancePauses() {
    pause("instance-pauses", world.anyInstance().actor());
  }

  private void followerPauses() {
    world.anyInstance().follower().ifPresent(actor -> pause("follower-pauses", actor));
  }

  private void workerPauses() {
    world.workers().forEach(actor -> pause("worker-pauses", actor));
  }

  private void instanceRestarts() {
    if (setBacks() > 0 && !world.plan().grace().isZero()) {
      // It cannot know how old what it may give as stale is: docs, limits.
      return;
    }
    note("instance-restarts", 0);
    world.restartInstance();
  }

  private void secondWorker() {
    note("second-worker", 0);
    Actor second = world.secondWorker();
    time.in(time.between(50_000, 500_000), second::kill);
  }

  private void heartbeatPauses() {
    pause("heartbeat-pauses", world.heartbeats().getFirst().actor());
  }

  private void standbyPauses() {
    world.standbys().forEach(standby -> pause("standby-pauses", standby.actor()));
  }

  private void heal() {
    world.trace().note("calm", "", 0, 0);
    shapesReturn();
    world.topic().rewinds(false);
  }
}
