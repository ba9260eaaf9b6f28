package io.plimsoll.metrics;

import io.plimsoll.core.metrics.QueryStats.Part;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The fleet for Prometheus: counters since the start, quantiles and ratios of the last minute. */
final class FleetMetrics {
  private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

  private final Fleet fleet;
  private final StatsReader reader;

  FleetMetrics(Fleet fleet, StatsReader reader) {
    this.fleet = fleet;
    this.reader = reader;
  }

  String scrape() {
    Exposition out = new Exposition();
    Totals since = fleet.totals(Window.START);
    Totals minute = fleet.totals(Window.MINUTE);
    counts(out, since);
    times(out, since, minute);
    invalidation(out, since.invalidation(), minute.invalidation());
    collector(out);
    return out.toString();
  }

  private static void counts(Exposition out, Totals since) {
    String requests = "plimsoll_query_requests_total";
    out.metric(requests, "counter", "Requests by query, outcome and reason.");
    since
        .queries()
        .forEach((name, query) ->
            query
                .outcomes()
                .forEach((outcome, reasons) ->
                    reasons.forEach((reason, n) ->
                        out.sample(
                            requests,
                            labels(
                                "query", name,
                                "outcome", Summary.label(outcome),
                                "reason", reason),
                            n))));
    String fills = "plimsoll_query_fills_total";
    out.metric(fills, "counter", "Fills of the cache, stored or the reason of the refusal.");
    since
        .queries()
        .forEach((name, query) ->
            query
                .fills()
                .forEach((outcome, n) ->
                    out.sample(fills, labels("query", name, "outcome", outcome), n)));
  }

  private static void times(Exposition out, Totals since, Totals minute) {
    String sum = "plimsoll_query_seconds_total";
    out.metric(sum, "counter", "Time spent, by part: total, redis, sql.");
    eachPart(since, (labels, times) -> out.sample(sum, labels, times.sumSeconds()));
    String count = "plimsoll_query_timings_total";
    out.metric(count, "counter", "How many durations are in plimsoll_query_seconds_total.");
    eachPart(since, (labels, times) -> out.sample(count, labels, times.count()));
    String latency = "plimsoll_query_latency_seconds";
    out.metric(latency, "gauge", "Quantiles over all instances, last minute, 1 % precision.");
    eachPart(minute, (labels, times) -> quantiles(out, latency, labels, times));
    String ratio = "plimsoll_query_hit_ratio";
    out.metric(ratio, "gauge", "Hits of all requests, last minute.");
    minute
        .queries()
        .forEach((name, query) -> out.sample(ratio, labels("query", name), query.hitRatio()));
    String all = "plimsoll_hit_ratio";
    out.metric(all, "gauge", "Hits of all requests of all queries, last minute.");
    out.sample(all, Map.of(), minute.allQueries().hitRatio());
  }

  private static void eachPart(Totals totals, BiConsumer<Map<String, String>, Times> consumer) {
    totals
        .queries()
        .forEach((name, query) -> {
          for (Part part : Part.values()) {
            Times times = query.times().get(part);
            if (times != null) {
              consumer.accept(labels("query", name, "part", Summary.label(part)), times);
            }
          }
        });
  }

  private void invalidation(Exposition out, InvalidationTotals since, InvalidationTotals minute) {
    String lag = "plimsoll_invalidation_lag_seconds";
    out.metric(lag, "gauge", "Commit to applied, by stage; quantiles of the last minute.");
    minute
        .lag()
        .forEach((stage, times) -> quantiles(out, lag, labels("stage", stage.label()), times));
    String age = "plimsoll_watermark_age_seconds";
    out.metric(age, "gauge", "How old the watermark is: the staleness that can be proven now.");
    fleet.watermarkAgeSeconds().ifPresent(seconds -> out.sample(age, Map.of(), seconds));
    single(out, "plimsoll_invalidation_records_total", "Records applied.", since.records());
    single(out, "plimsoll_epochs_total", "Epochs opened.", since.epochs());
    String gaps = "plimsoll_gaps_total";
    out.metric(gaps, "counter", "Gaps in the stream by code.");
    since.gaps().forEach((code, n) -> out.sample(gaps, labels("code", code), n));
  }

  private void collector(Exposition out) {
    String instances = "plimsoll_instances";
    out.metric(instances, "gauge", "Instances that reported within 10 s.");
    out.sample(instances, labels("role", "api"), fleet.apiInstances());
    out.sample(instances, labels("role", "invalidator"), fleet.invalidators());
    single(out, "plimsoll_collector_records_total", "Records read.", reader.records());
    single(out, "plimsoll_collector_undecodable_total", "Records skipped.", reader.undecodable());
    single(
        out, "plimsoll_collector_duplicates_total", "Records counted before.", fleet.duplicates());
    single(out, "plimsoll_collector_late_total", "Records outside the windows.", fleet.late());
  }

  private static void single(Exposition out, String name, String help, long value) {
    out.metric(name, "counter", help).sample(name, Map.of(), value);
  }

  private static void quantiles(
      Exposition out, String name, Map<String, String> labels, Times times) {
    for (double quantile : QUANTILES) {
      Map<String, String> more = new LinkedHashMap<>(labels);
      more.put("quantile", String.valueOf(quantile));
      out.sample(name, more, times.quantileSeconds(quantile));
    }
  }

  private static Map<String, String> labels(String... pairs) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.put(pairs[i], pairs[i + 1]);
    }
    return labels;
  }
}
