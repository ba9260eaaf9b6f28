package io.plimsoll.system.staleness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The promise on the real stack while everything around it breaks. The short form takes each fault
 * for seconds; {@code ./plimsoll test --long} takes each link in each way, up to half a minute
 * each. System properties: {@code plimsoll.long}, {@code plimsoll.staleness.seed}, printed, {@code
 * plimsoll.staleness.only}, part of a fault's name, {@code plimsoll.staleness.millis}, how long a
 * fault is at most.
 */
final class StalenessIT {
  private static final boolean LONG = Boolean.getBoolean("plimsoll.long");
  private static final long SEED = Long.getLong("plimsoll.staleness.seed", System.nanoTime());
  private static final String ONLY = System.getProperty("plimsoll.staleness.only", "");
  private static final Fault NONE = new Fault("no fault", Stage::hold);
  private static final Set<Column> NEEDED =
      EnumSet.of(
          Column.HITS,
          Column.REFUSED,
          Column.BYPASSED,
          Column.PRIMARY,
          Column.STANDBY,
          Column.TOKENS,
          Column.STANDBY_TOKENS,
          Column.EPOCHS);
  private static final int SHORTEST_MILLIS = 1_000;
  private static final int LONGEST_MILLIS =
      Integer.getInteger("plimsoll.staleness.millis", LONG ? 30_000 : 1_500);
  private static final int SHOWN = 5;

  @Test
  void everyAnswer_whilePartsFail_keepsThePromise() throws Exception {
    Random random = new Random(SEED);
    List<Fault> faults = faults(random);
    try (Rig rig = Rig.start()) {
      Row all = run(rig, faults, random);
      if (ONLY.isEmpty()) {
        NEEDED.forEach(column ->
            assertThat(all.of(column))
                .as("%s: a run without one proves nothing", column)
                .isPositive());
      }
    }
  }

  @Test
  void everyAnswer_whenTheStandbyIsPromoted_keepsThePromise() throws Exception {
    Random random = new Random(SEED);
    try (Rig rig = Rig.forFailover()) {
      Row all = run(rig, List.of(Failover.fault()), random);
      assertThat(all.of(Column.EPOCHS)).as("a promotion is a new epoch").isPositive();
      assertThat(all.of(Column.STANDBY)).as("answers of standbys").isPositive();
    }
  }

  private static List<Fault> faults(Random random) {
    if (!ONLY.isEmpty()) {
      return Faults.named(ONLY, random);
    }
    return LONG ? Faults.all(random) : Faults.some(random);
  }

  private static Row run(Rig rig, List<Fault> faults, Random random) throws Exception {
    System.out.printf("Staleness checker: seed %d, %s%n", SEED, faults);
    try (Load load = new Load(rig, SEED);
        EpochMeter epochs = new EpochMeter(rig.admin())) {
      Checker checker = new Checker(rig, load, epochs);
      try {
        new Stage(rig, load, Duration.ZERO, random).recovered();
        List<Answer> healthy = checker.run(NONE, Duration.ofSeconds(2), random);
        for (Fault fault : faults) {
          System.out.println("  " + fault);
          checker.run(fault, length(random), random);
        }
        assertThat(checker.violationsIfLater(healthy, Duration.ofSeconds(5)))
            .as("the same answers, seconds later, are too old, and the judge notices")
            .isPositive();
        assertThat(repeated(rig))
            .as("answers that were found by their request's bytes")
            .isPositive();
      } finally {
        System.out.println(checker.table());
      }
      judge(checker);
      return checker.total();
    }
  }

  private static double repeated(Rig rig) throws Exception {
    URI metrics = rig.stack().endpoints().admin(Service.API).resolve("/metrics");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("plimsoll_http_repeated_total"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private static Duration length(Random random) {
    return Duration.ofMillis(random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS));
  }

  private static void judge(Checker checker) {
    List<Violation> violations = checker.violations();
    violations.stream().limit(SHOWN).forEach(violation -> System.out.println(violation.trace()));
    assertThat(violations.stream().map(Violation::rule)).as("seed %d", SEED).isEmpty();
  }
}
