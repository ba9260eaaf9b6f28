package io.plimsoll.core.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.ServerClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** With any one rule of the scripts broken, {@link Comparison} finds a difference. */
final class LuaMutantsIT {
  /** The rarest mutant took 5,000. */
  private static final long SEQUENCES = 20_000;

  private static final TestRedis redis = new TestRedis();

  @BeforeAll
  static void start() {
    redis.start();
  }

  @AfterAll
  static void stop() {
    redis.stop();
  }

  @Test
  void everyMutant_isCaught() {
    long seed = Long.getLong("plimsoll.seed", 1);
    long standing = System.nanoTime();
    ServerClock clock = new ServerClock(() -> standing);
    List<String> survivors = new ArrayList<>();
    try (RedisConnection connection = redis.connect(clock)) {
      for (Mutant mutant : Mutant.ALL) {
        Comparison comparison = new Comparison(connection, clock, mutant.scripts());
        if (comparison.run(seed, SEQUENCES).isEmpty()) {
          survivors.add(mutant.rule());
        }
        connection.call(commands -> commands.flushall()).toCompletableFuture().join();
        System.out.printf("%6d sequences: %s%n", comparison.ran(), mutant.rule());
      }
    }
    assertThat(survivors)
        .as(
            "rules that no sequence needs: a test is missing, or the rule is not one; seed %d",
            seed)
        .isEmpty();
  }
}
