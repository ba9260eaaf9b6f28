package io.plimsoll.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plimsoll.core.metrics.Histograms;
import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.UndecodableException;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FleetTest {
  private static final long NOW = 1_000_000_000L;

  private final TestClock clock = new TestClock(NOW);
  private final Fleet fleet = new Fleet(clock);

  private static QueryStats stats(String instance, long sequence, long at, long... micros) {
    return stats(instance, "run", sequence, at - 1_000, at, micros);
  }

  private static QueryStats stats(
      String instance, String run, long sequence, long from, long at, long... micros) {
    Histogram histogram = new Histogram(600_000_000L, 2);
    Arrays.stream(micros).forEach(histogram::recordValue);
    QueryStats.PerQuery query =
        new QueryStats.PerQuery(
            Map.of(
                Outcome.HIT,
                Map.of("redis", (long) micros.length),
                Outcome.MISS,
                Map.of("miss", 1L)),
            Map.of("stored", 1L),
            Map.of(
                Part.TOTAL,
                new QueryStats.Times(Arrays.stream(micros).sum(), Histograms.encode(histogram))));
    return new QueryStats(instance, run, sequence, from, at, Map.of("article", query));
  }

  private long hits(Window window) {
    return fleet.totals(window).allQueries().count(Outcome.HIT);
  }

  @Test
  void quantiles_ofMergedInstances_areThoseOfTheUnion() throws UndecodableException {
    long seed = 42;
    Random random = new Random(seed);
    Histogram union = new Histogram(600_000_000L, 2);
    long sum = 0;
    for (int second = 0; second < 8; second++) {
      for (int instance = 0; instance < 5; instance++) {
        long scale = 1L << (3 * instance);
        long[] micros = random.longs(200, 1, 100 * scale).toArray();
        Arrays.stream(micros).forEach(union::recordValue);
        sum += Arrays.stream(micros).sum();
        fleet.accept(stats("api:" + instance, second, NOW - 1_000L * second, micros));
      }
    }
    Times times =
        Objects.requireNonNull(
            fleet.totals(Window.TEN_SECONDS).allQueries().times().get(Part.TOTAL));
    assertThat(times.count()).isEqualTo(8 * 5 * 200);
    assertThat(times.sumSeconds()).isCloseTo(sum / 1e6, within(1e-9));
    for (double percent : new double[] {1, 50, 90, 99, 99.9, 100}) {
      assertThat(times.quantileSeconds(percent / 100))
          .as("p%s with seed %s", percent, seed)
          .isEqualTo(union.getValueAtPercentile(percent) / 1e6);
    }
  }

  @Test
  void record_twice_countsOnce() throws UndecodableException {
    fleet.accept(stats("api:1", 0, NOW, 10, 20));
    fleet.accept(stats("api:1", 1, NOW, 10));
    fleet.accept(stats("api:1", 0, NOW, 10, 20));
    fleet.accept(stats("api:1", 1, NOW, 10));
    assertThat(hits(Window.MINUTE)).isEqualTo(3);
    assertThat(hits(Window.START)).isEqualTo(3);
    assertThat(fleet.duplicates()).isEqualTo(2);
  }

  @Test
  void instance_restarted_countsOn() throws UndecodableException {
    fleet.accept(stats("api:1", "a", 7, NOW - 1_000, NOW, 10));
    fleet.accept(stats("api:1", "b", 0, NOW - 1_000, NOW, 10));
    assertThat(hits(Window.MINUTE)).isEqualTo(2);
    assertThat(fleet.apiInstances()).isEqualTo(1);
  }

  @Test
  void windows_holdTheirSeconds() throws UndecodableException {
    fleet.accept(stats("api:1", 0, NOW - 30_000, 10));
    fleet.accept(stats("api:2", 0, NOW - 5_000, 10, 20));
    fleet.accept(stats("api:3", 0, NOW - 90_000, 10));
    fleet.accept(stats("api:4", 0, NOW + 90_000, 10));
    assertThat(hits(Window.TEN_SECONDS)).isEqualTo(3);
    assertThat(hits(Window.MINUTE)).isEqualTo(4);
    assertThat(hits(Window.START)).isEqualTo(5);
    assertThat(fleet.late()).isEqualTo(1);
    clock.advance(61_000);
    assertThat(hits(Window.MINUTE)).isZero();
    assertThat(hits(Window.START)).isEqualTo(5);
  }

  @Test
  void record_ofALongInterval_isNotInWindows() throws UndecodableException {
    fleet.accept(stats("api:1", "a", 0, NOW - 600_000, NOW, 10));
    assertThat(hits(Window.MINUTE)).isZero();
    assertThat(hits(Window.START)).isEqualTo(1);
  }

  @Test
  void record_withADamagedHistogram_changesNothing() {
    QueryStats.PerQuery bad =
        new QueryStats.PerQuery(
            Map.of(Outcome.HIT, Map.of("redis", 1L)),
            Map.of(),
            Map.of(Part.SQL, new QueryStats.Times(1, "AAAA")));
    QueryStats stats = new QueryStats("api:1", "run", 0, NOW - 1_000, NOW, Map.of("article", bad));
    assertThatThrownBy(() -> fleet.accept(stats)).isInstanceOf(UndecodableException.class);
    assertThat(hits(Window.START)).isZero();
    assertThat(fleet.apiInstances()).isZero();
  }

  @Test
  void invalidation_isMergedAndItsWatermarkAges() throws UndecodableException {
    Histogram lag = new Histogram(3);
    lag.recordValue(4_000);
    Map<Stage, String> stages = Map.of(Stage.COMMIT_TO_APPLIED, Histograms.encode(lag));
    InvalidationStats one =
        new InvalidationStats("cdc:1", NOW, 10, 1, Map.of("slot-lost", 1L), 300, stages);
    assertThat(fleet.watermarkAgeSeconds()).isEmpty();
    fleet.accept(one);
    fleet.accept(one);
    fleet.accept(new InvalidationStats("cdc:2", NOW, 5, 0, Map.of(), -1, stages));
    InvalidationTotals totals = fleet.totals(Window.MINUTE).invalidation();
    assertThat(totals.records()).isEqualTo(15);
    assertThat(totals.epochs()).isEqualTo(1);
    assertThat(totals.gaps()).containsExactly(Map.entry("slot-lost", 1L));
    Times applied = Objects.requireNonNull(totals.lag().get(Stage.COMMIT_TO_APPLIED));
    assertThat(applied.count()).isEqualTo(2);
    assertThat(applied.quantileSeconds(0.5)).isCloseTo(0.004, within(0.00005));
    assertThat(fleet.invalidators()).isEqualTo(2);
    clock.advance(2_000);
    assertThat(fleet.watermarkAgeSeconds()).hasValue(2.3);
  }
}
