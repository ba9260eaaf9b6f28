package io.plimsoll.system.simulation;

/** What goes wrong with Redis. */
final class RedisFaults {
  private final World world;
  private final Scheduler time;
  private final Runnable restart;
  private int setBacks;

  /**
   * Takes the world.
   *
   * @param restart of an instance
   */
  RedisFaults(World world, Runnable restart) {
    this.world = world;
    this.time = world.time();
    this.restart = restart;
  }

  /** How often its clock was set back. */
  int setBacks() {
    return setBacks;
  }

  private void note(String what, long detail) {
    world.counts().add("fault." + what);
    world.trace().note("fault", what, detail, 0);
  }

  void redisFailsOver() {
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

  void redisGoesBack() {
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

  void redisIsFlushed() {
    note("flush", 0);
    world.redis().flush();
  }

  void redisEvicts() {
    note("evict", 0);
    for (int i = 0; i < 5; i++) {
      time.in(time.between(0, 300_000), world.redis()::evict);
    }
  }

  void redisIsAway() {
    note("redis-away", 0);
    world.redis().downFor(time.between(20_000, 400_000));
  }

  void redisClockGoesBack() {
    long micros = time.between(50_000, 1_500_000);
    note("clock-back", micros);
    setBacks++;
    world.redis().setClockBack(micros);
    if (time.chance(0.5)) {
      world.capture().actor().pauseUntil(Math.min(Plan.CALM, time.now() + 1_600_000));
    }
    if (time.chance(0.4)) {
      time.in(time.between(0, 600_000), restart);
    }
  }
}
