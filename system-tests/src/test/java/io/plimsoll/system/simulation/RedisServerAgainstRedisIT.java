package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.Watchdog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulation's {@link RedisServer} answers as a real Redis does, loses what that loses, and
 * comes back with what that comes back with. {@code -Dplimsoll.seed=S -Dplimsoll.sequences=N}
 * choose which sequences.
 */
final class RedisServerAgainstRedisIT {
  private static final long SEED = Long.getLong("plimsoll.seed", System.nanoTime());
  private static final int SEQUENCES = Integer.getInteger("plimsoll.sequences", 150);

  @TempDir private static Path folder;
  private static Watchdog watchdog;
  private static Ports ports;
  private static RealRedis redis;

  @BeforeAll
  static void start() {
    watchdog = Watchdog.start();
    ports = new Ports();
    redis = new RealRedis(folder.resolve("redis"), watchdog, ports, Map.of());
  }

  @AfterAll
  static void stop() {
    redis.close();
    watchdog.close();
  }

  private static void run(String what, int sequences, OlderData data, Map<String, Long> seen) {
    for (long seed = SEED; seed < SEED + sequences; seed++) {
      try {
        data.begin();
        Scheduler time = new Scheduler(seed);
        RedisPair pair = new RedisPair(new RedisServer(time, new Trace(time)), redis, seen);
        new RedisSteps(new SplittableRandom(seed), pair, data, redis.micros()).run();
        seen.merge("sequences", 1L, Long::sum);
      } catch (RedisPair.Straddled e) {
        seen.merge("straddled", 1L, Long::sum);
      } catch (AssertionError e) {
        throw new AssertionError("%s: -Dplimsoll.seed=%d".formatted(what, seed), e);
      }
    }
    System.out.printf("%s: seed=%d %s%n", what, SEED, seen);
  }

  @Test
  void everyOutcome_isTheRealOnes() {
    Map<String, Long> seen = new TreeMap<>();
    run("reload", SEQUENCES, new Reload(), seen);
    if (SEQUENCES >= 100) {
      assertThat(seen)
          .as("a run that misses one proves nothing about it; seed %d", SEED)
          .containsKeys(
              "apply applied",
              "apply mismatch",
              "apply no-control",
              "Stored[]",
              "Refused[reason=EPOCH]",
              "Refused[reason=FLOOR]",
              "Refused[reason=INCARNATION]",
              "Refused[reason=MARK]",
              "Refused[reason=NO_CONTROL]",
              "Refused[reason=SHAPES]",
              "hit",
              "MISS",
              "INVALIDATED",
              "INVALIDATED stale",
              "EPOCH",
              "TOKEN",
              "NO_CONTROL",
              "STALE_WATERMARK",
              "leased",
              "held",
              "ended",
              "evicted c",
              "evicted e",
              "evicted l",
              "evicted s",
              "evicted t",
              "flushed",
              "gone back");
    }
  }

  @Test
  void restartFromAFile_isTheRealOnes() {
    Map<String, Long> seen = new TreeMap<>();
    run("restart", Math.min(SEQUENCES, 8), new Restart(), seen);
    assertThat(seen).containsKey("gone back");
  }

  @Test
  void promotedReplica_isTheRealOne() {
    Map<String, Long> seen = new TreeMap<>();
    try (Promotion promotion = new Promotion()) {
      run("promotion", Math.min(SEQUENCES, 4), promotion, seen);
    }
    assertThat(seen).containsKey("gone back");
  }

  /** A replica that got nothing more from a moment on takes over. */
  private static final class Promotion implements OlderData, AutoCloseable {
    private final List<RealRedis> replicas = new ArrayList<>();
    private RealRedis primary = redis;

    @Override
    public void begin() {
      primary = redis;
    }

    @Override
    public void keep() {
      Path own = folder.resolve("replica" + replicas.size());
      RealRedis replica = new RealRedis(own, watchdog, ports, primary.asSource());
      replicas.add(replica);
      await("the replica")
          .atMost(RealRedis.PATIENCE)
          .until(() -> replica.hand().info("replication").contains("master_link_status:up"));
      await("what was written before").until(() -> primary.hand().waitForReplication(1, 1_000) > 0);
      replica.hand().replicaofNoOne();
    }

    @Override
    public RealRedis goBack() {
      primary = replicas.getLast();
      return primary;
    }

    @Override
    public void close() {
      replicas.forEach(RealRedis::close);
    }
  }

  /** The file is read anew. */
  private static final class Reload implements OlderData {
    @Override
    public void keep() {
      redis.save();
    }

    @Override
    public RealRedis goBack() {
      redis.reload();
      return redis;
    }
  }

  /** The process is a new one: it knows no script. */
  private static final class Restart implements OlderData {
    @Override
    public void keep() {
      redis.save();
    }

    @Override
    public RealRedis goBack() {
      redis.dieAndReturn();
      return redis;
    }
  }
}
