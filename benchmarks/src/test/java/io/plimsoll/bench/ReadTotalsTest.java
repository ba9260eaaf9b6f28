package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.PerQuery;
import io.plimsoll.core.metrics.QueryStatsCodec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReadTotalsTest {
  private final ReadTotals totals = new ReadTotals();

  @Test
  void secondsAndQueries_addUp() {
    totals.add(
        second(
            Map.of(
                "article",
                new PerQuery(
                    Map.of(
                        Outcome.HIT, Map.of("l1", 90L, "redis", 5L),
                        Outcome.MISS, Map.of("miss", 4L)),
                    Map.of("stored", 4L),
                    Map.of()),
                "user",
                new PerQuery(
                    Map.of(Outcome.BYPASS, Map.of("stale-watermark", 1L)), Map.of(), Map.of()))));
    totals.add(
        second(
            Map.of(
                "article",
                new PerQuery(
                    Map.of(Outcome.MISS, Map.of("invalidated", 3L)),
                    Map.of("stored", 1L, "mark", 2L),
                    Map.of()))));

    assertThat(totals.requests()).isEqualTo(103);
    assertThat(totals.of(Outcome.BYPASS)).isEqualTo(1);
    assertThat(totals.reasons(Outcome.HIT))
        .containsOnly(Map.entry("l1", 90L), Map.entry("redis", 5L));
    assertThat(totals.reasons(Outcome.MISS))
        .containsOnly(Map.entry("miss", 4L), Map.entry("invalidated", 3L));
    assertThat(totals.fills()).isEqualTo(7);
    assertThat(totals.refused()).isEqualTo(2);
    assertThat(totals.refusals()).containsOnly(Map.entry("mark", 2L));
  }

  @Test
  void statistics_unreadable_areAnError() {
    assertThatThrownBy(() -> totals.add("[]".getBytes(UTF_8))).isInstanceOf(BenchException.class);
  }

  private static byte[] second(Map<String, PerQuery> queries) {
    return new QueryStatsCodec().encode(new QueryStats("host:1", "run", 0, 1, 2, queries));
  }
}
