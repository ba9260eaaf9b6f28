package io.plimsoll.system.simulation;

import java.util.List;

/** What goes wrong, when, and how it ends. All of it has ended by {@link Plan#CALM}. */
final class Faults {
  private final World world;
  private final Scheduler time;
  private final List<Runnable> kinds;
  private int setBacks;

  Faults(World world) {
    this.world = world;
    this.time = world.time();
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
            this::redisFailsOver,
            this::redisFailsOver,
            this::redisGoesBack,
            this::redisIsFlushed,
            this::redisEvicts,
            this::redisIsAway,
            this::redisClockGoesBack,
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
    return setBacks;
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
    world.capture().useShapes("other");
    world.capture().restart(time.between(1_000, 50_000));
    time.in(time.between(100_000, 600_000), this::shapesReturn);
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

  private void redisFailsOver() {
    RedisServer.Copy replica = world.redis().copy();
    int before = setBacks;
    time.in(
        time.between(100, 60_000),
        () -> {
          if (setBacks != before) {
            return;
          }
          note("failover", 0);
          world.redis().restore(replica);
          world.redis().downFor(time.between(0, 60_000));
        });
  }

  private void redisGoesBack() {
    RedisServer.Copy file = world.redis().copy();
    time.in(
        time.between(50_000, 1_200_000),
        () -> {
          // Data of a later hour than the clock's, to a process that knows neither: docs, limits.
          if (setBacks == 0) {
            note("redis-old-data", 0);
            world.redis().restore(file);
          }
        });
  }

  private void redisIsFlushed() {
    note("flush", 0);
    world.redis().flush();
  }

  private void redisEvicts() {
    note("evict", 0);
    for (int i = 0; i < 5; i++) {
      time.in(time.between(0, 300_000), world.redis()::evict);
    }
  }

  private void redisIsAway() {
    note("redis-away", 0);
    world.redis().downFor(time.between(20_000, 400_000));
  }

  private void redisClockGoesBack() {
    long micros = time.between(50_000, 1_500_000);
    note("clock-back", micros);
    setBacks++;
    world.redis().setClockBack(micros);
    if (time.chance(0.5)) {
      world.capture().actor().pauseUntil(Math.min(Plan.CALM, time.now() + 1_600_000));
    }
    if (time.chance(0.4)) {
      time.in(time.between(0, 600_000), this::instanceRestarts);
    }
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
    if (setBacks > 0 && !world.plan().grace().isZero()) {
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
