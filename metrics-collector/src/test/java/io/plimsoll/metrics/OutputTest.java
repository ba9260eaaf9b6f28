package io.plimsoll.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.metrics.Histograms;
import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.metrics.QueryStatsCodec;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStatsCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The collector's answers, and what it does with records that are none. */
class OutputTest {
  private final TestClock clock = new TestClock(1_000_000_000L);
  private final Fleet fleet = new Fleet(clock);
  private final StatsReader reader = new StatsReader(fleet);

  @BeforeEach
  void records() {
    Histogram micros = new Histogram(600_000_000L, 2);
    micros.recordValue(1_000);
    QueryStats.Times times = new QueryStats.Times(1_000, Histograms.encode(micros));
    QueryStats.PerQuery article =
        new QueryStats.PerQuery(
            Map.of(Outcome.HIT, Map.of("redis", 3L), Outcome.BYPASS, Map.of("stale-watermark", 1L)),
            Map.of("stored", 2L),
            Map.of(Part.TOTAL, times, Part.SQL, times));
    QueryStats stats =
        new QueryStats(
            "api:1", "run", 0, clock.millis() - 1_000, clock.millis(), Map.of("article", article));
    reader.read(StatsReader.Kind.QUERY_STATS, new QueryStatsCodec().encode(stats), "q-0@0");
    InvalidationStats invalidation =
        new InvalidationStats(
            "cdc:1",
            clock.millis(),
            5,
            1,
            Map.of("slot-lost", 1L),
            250,
            Map.of(InvalidationStats.Stage.COMMIT_TO_APPLIED, times.histogram()));
    reader.read(
        StatsReader.Kind.INVALIDATION_STATS,
        new InvalidationStatsCodec().encode(invalidation),
        "i-0@0");
  }

  @Test
  void metrics_haveNamesWithUnits() {
    assertThat(new FleetMetrics(fleet, reader).scrape().lines())
        .contains(
            "plimsoll_query_requests_total{query=\"article\",outcome=\"hit\",reason=\"redis\"} 3",
            "plimsoll_query_requests_total{query=\"article\",outcome=\"bypass\",reason=\"stale-watermark\"} 1",
            "plimsoll_query_fills_total{query=\"article\",outcome=\"stored\"} 2",
            "plimsoll_query_seconds_total{query=\"article\",part=\"sql\"} 0.001",
            "plimsoll_query_hit_ratio{query=\"article\"} 0.75",
            "plimsoll_hit_ratio 0.75",
            "plimsoll_watermark_age_seconds 0.25",
            "plimsoll_epochs_total 1",
            "plimsoll_gaps_total{code=\"slot-lost\"} 1",
            "plimsoll_instances{role=\"api\"} 1",
            "plimsoll_collector_undecodable_total 0")
        .anyMatch(l ->
            l.startsWith(
                "plimsoll_query_latency_seconds{query=\"article\",part=\"total\",quantile=\"0.99\"} 0.001"))
        .anyMatch(l ->
            l.startsWith(
                "plimsoll_invalidation_lag_seconds{stage=\"commit-applied\",quantile=\"0.5\"} 0.001"))
        .allMatch(
            l -> l.startsWith("# ") || l.matches("[a-z_]+(\\{([a-z]+=\"[^\"]*\",?)+})? [0-9.E-]+"));
  }

  @Test
  void summary_hasItsNames() {
    JsonNode root = JsonMapper.shared().readTree(summary("window=10s", 200));
    assertThat(root.at("/window").stringValue()).isEqualTo("10s");
    assertThat(root.at("/queries/article/requests").longValue()).isEqualTo(4);
    assertThat(root.at("/queries/article/requestsPerSecond").doubleValue()).isEqualTo(0.4);
    assertThat(root.at("/queries/article/outcomes/hit/redis").longValue()).isEqualTo(3);
    assertThat(root.at("/queries/article/outcomes/error").isObject()).isTrue();
    assertThat(root.at("/queries/article/latencySeconds/total/p99").doubleValue()).isPositive();
    assertThat(root.at("/queries/article/sqlSecondsTotal").doubleValue()).isEqualTo(0.001);
    assertThat(root.at("/all/hitRatio").doubleValue()).isEqualTo(0.75);
    assertThat(root.at("/invalidation/watermarkAgeSeconds").doubleValue()).isEqualTo(0.25);
    assertThat(root.at("/invalidation/lagSeconds/commit-applied/count").longValue()).isEqualTo(1);
  }

  @Test
  void summary_otherWindow_is400() {
    assertThat(summary("window=1y", 400)).contains("bad-parameter");
    assertThat(summary("x=1", 400)).contains("bad-parameter");
  }

  @Test
  void record_thatIsNone_isCountedAndSkipped() {
    for (String text : new String[] {"", "x", "{}", "null", "[1]"}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      reader.read(StatsReader.Kind.QUERY_STATS, bytes, "q-0@1");
      reader.read(StatsReader.Kind.INVALIDATION_STATS, bytes, "i-0@1");
    }
    assertThat(reader.undecodable()).isEqualTo(10);
    assertThat(reader.records()).isEqualTo(12);
    assertThat(fleet.totals(Window.START).allQueries().requests()).isEqualTo(4);
  }

  private String summary(String query, int status) {
    io.plimsoll.core.service.Reply reply =
        new Summary(fleet, reader, clock).get(Optional.of(query));
    assertThat(reply.status()).isEqualTo(status);
    return reply.body();
  }
}
