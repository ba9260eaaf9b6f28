package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulation's {@link Postgres}, {@link Commits} and {@link Standby} show what a real Postgres
 * and its standby show, through the same random schedules: snapshots, rows, the order of the log,
 * what waits, what a crash and a promotion take away. {@code -Dplimsoll.seed=S
 * -Dplimsoll.schedules=N} choose which schedules.
 */
final class PostgresAgainstPostgresIT {
  private static final long SEED = Long.getLong("plimsoll.seed", System.nanoTime());
  private static final int SCHEDULES = Integer.getInteger("plimsoll.schedules", 40);
  private static final int STEPS = 40;

  @TempDir private Path folder;

  @Test
  void whatIsSeen_isTheRealOnes() throws Exception {
    Map<String, Long> seen = new TreeMap<>();
    try (RealPostgres real = new RealPostgres(folder)) {
      for (long seed = SEED; seed < SEED + SCHEDULES; seed++) {
        boolean last = seed == SEED + SCHEDULES - 1;
        try (PostgresPair pair = new PostgresPair(real, seed, seen)) {
          run(new SplittableRandom(seed), pair);
          if (last) {
            pair.promote();
          }
        } catch (AssertionError e) {
          throw new AssertionError(
              "-Dplimsoll.seed=%d -Dplimsoll.schedules=%d".formatted(seed, last ? 1 : 2), e);
        }
      }
    }
    System.out.printf("schedules=%d seed=%d %s%n", SCHEDULES, SEED, seen);
    if (SCHEDULES >= 20) {
      assertThat(seen)
          .as("a run that misses one proves nothing about it; seed %d", SEED)
          .containsKeys(
              "write",
              "delete",
              "truncate",
              "blocked",
              "rollback",
              "commit LOCAL",
              "commit REMOTE",
              "commit ASYNC",
              "shown later",
              "flush",
              "beat",
              "beat waits",
              "compared",
              "compared with replay paused",
              "crash that loses commits",
              "ids used again",
              "promotion");
    }
  }

  /** Else the standby would keep the lock of a truncate whose commit it has not replayed. */
  @Test
  void replayPausedBehindATruncate_letsTheStandbyRead() throws Exception {
    Map<String, Long> seen = new TreeMap<>();
    try (RealPostgres real = new RealPostgres(folder)) {
      for (int i = 0; i < 20; i++) {
        try (PostgresPair pair = new PostgresPair(real, SEED + i, seen)) {
          pair.pauseOrResumeReplay();
          pair.compare();
        }
      }
    }
    assertThat(seen).containsEntry("compared with replay paused", 20L);
  }

  private static void run(SplittableRandom random, PostgresPair pair) throws Exception {
    long versions = 0;
    int crashAt = random.nextInt(3 * STEPS);
    for (int i = 0; i < STEPS; i++) {
      int kind = random.nextInt(20);
      if (i == crashAt) {
        pair.crash();
      } else if (kind < 5 && pair.canBegin()) {
        pair.begin();
      } else if (kind < 11 && pair.canWrite()) {
        pair.write(random.nextInt(Rows.COUNT), random.nextInt(5) == 0 ? 0 : ++versions);
      } else if (kind < 14 && pair.canWrite()) {
        pair.commit();
      } else if (kind == 14 && pair.canWrite()) {
        pair.rollback();
      } else if (kind == 15 && pair.canBegin()) {
        pair.truncate();
      } else if (kind == 16 && pair.canBegin()) {
        pair.beat(1_000_000 + i);
      } else if (kind == 17) {
        pair.pauseOrResumeReplay();
      } else {
        pair.pass(random.nextLong(60_000));
      }
      if (random.nextInt(3) == 0) {
        pair.compare();
      }
    }
    pair.compare();
  }
}
