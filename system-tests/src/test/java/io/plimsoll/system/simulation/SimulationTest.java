package io.plimsoll.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The protocol in many worlds. {@code -Dplimsoll.simulation.seeds=1000000} runs that many, {@code
 * -Dplimsoll.simulation.first} begins elsewhere, {@code -Dplimsoll.simulation.seed} replays one and
 * prints what happens in it.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("plimsoll.simulation.seeds", 10_000);
  private static final long FIRST = Long.getLong("plimsoll.simulation.first", 1);
  private static final long REPLAY = Long.getLong("plimsoll.simulation.seed", 0);

  /** A run in which one of these never happens proves nothing. */
  private static final List<String> MUST_HAPPEN =
      List.of(
          "answer.hit.l1",
          "answer.hit.redis",
          "answer.fetched.stored",
          "answer.fetched.stored.collapsed",
          "answer.stale.stale-while-revalidate",
          "answer.stale.stale-if-error",
          "answer.fetched.refused-mark",
          "answer.fetched.refused-floor",
          "answer.fetched.refused-epoch",
          "answer.fetched.refused-incarnation",
          "answer.fetched.refused-tag-shapes",
          "fault.shapes-registered",
          "answer.bypass.stale-watermark",
          "answer.bypass.no-control",
          "answer.bypass.cache-unavailable",
          "token.hit.l1",
          "token.hit.redis",
          "token.fetched.stored",
          "failed.TOKEN_INCARNATION",
          "origin.primary",
          "origin.standby",
          "epoch.no-control",
          "epoch.control-lost",
          "epoch.position",
          "epoch.chain",
          "epoch.offset",
          "epoch.undecodable",
          "epoch.retention",
          "epoch.incarnation",
          "epoch.topic-recreated",
          "epoch.log-rewritten",
          "epoch.slot-created",
          "epoch.slot-ahead",
          "fault.crash",
          "fault.promotion",
          "fault.failover",
          "fault.redis-old-data",
          "fault.evict",
          "fault.flush",
          "fault.clock-back",
          "fault.instance-pauses",
          "fault.second-worker",
          "rush",
          "calm.hit");

  @Test
  void everySeed_keepsThePromise() {
    Simulation simulation = new Simulation();
    Map<String, Long> sums = new TreeMap<>();
    long first = REPLAY == 0 ? FIRST : REPLAY;
    long seeds = REPLAY == 0 ? SEEDS : 1;
    for (long seed = first; seed < first + seeds; seed++) {
      String verdict = simulation.run(seed, sums);
      if (!verdict.isEmpty() || REPLAY != 0) {
        report(seed, verdict, simulation.trace(seed));
      }
    }
    System.out.println("simulation: " + seeds + " seeds from " + first + ": " + sums);
    if (seeds >= 10_000) {
      assertThat(sums).containsKeys(MUST_HAPPEN.toArray(String[]::new));
    }
  }

  private static void report(long seed, String verdict, List<String> trace) {
    String text =
        "seed %d: %s%n%s%n%s%nreplay: mvn test -pl system-tests -am -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dplimsoll.simulation.seed=%d"
            .formatted(
                seed,
                verdict.isEmpty() ? "all is well" : verdict,
                String.join(System.lineSeparator(), trace),
                verdict,
                seed);
    if (verdict.isEmpty()) {
      System.out.println(text);
    } else {
      fail(text);
    }
  }

  @Test
  void sameSeed_sameBytes() {
    Simulation once = new Simulation();
    Simulation again = new Simulation();
    for (long seed = FIRST; seed < FIRST + 50; seed++) {
      assertThat(again.hash(seed)).as("seed %d", seed).isEqualTo(once.hash(seed));
    }
    assertThat(once.hash(1)).isNotEqualTo(once.hash(2));
  }
}
