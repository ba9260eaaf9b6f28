package io.plimsoll.metrics;

import io.plimsoll.core.metrics.QueryStats.Outcome;
import io.plimsoll.core.metrics.QueryStats.Part;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.service.AdminServer;
import io.plimsoll.core.service.ProblemJson;
import io.plimsoll.core.service.Reply;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /summary?window=10s|1m|start}, as {@code docs/metrics.md} describes it. */
final class Summary implements AdminServer.Route {
  private final Fleet fleet;
  private final StatsReader reader;
  private final Clock clock;
  private final JsonMapper json = JsonMapper.builder().build();

  Summary(Fleet fleet, StatsReader reader, Clock clock) {
    this.fleet = fleet;
    this.reader = reader;
    this.clock = clock;
  }

  @Override
  public Reply get(Optional<String> query) {
    String label = query.map(q -> q.replaceFirst("^window=", "")).orElse(Window.MINUTE.label());
    return Window.labelled(label)
        .map(window -> Reply.json(json.writeValueAsString(of(window))))
        .orElseGet(() ->
            ProblemJson.of(
                400,
                "bad-parameter",
                "The query string must be window=10s, window=1m or window=start",
                Map.of("parameter", "window")));
  }

  ObjectNode of(Window window) {
    Totals totals = fleet.totals(window);
    double seconds = fleet.seconds(window);
    ObjectNode root = json.createObjectNode();
    root.put("at", clock.instant().toString());
    root.put("window", window.label());
    root.put("windowSeconds", seconds);
    root.put("apiInstances", fleet.apiInstances());
    root.put("invalidators", fleet.invalidators());
    query(root.putObject("all"), totals.allQueries(), seconds);
    ObjectNode queries = root.putObject("queries");
    totals.queries().forEach((name, query) -> query(queries.putObject(name), query, seconds));
    invalidation(root.putObject("invalidation"), totals.invalidation());
    ObjectNode collector = root.putObject("collector");
    collector.put("records", reader.records());
    collector.put("undecodable", reader.undecodable());
    collector.put("duplicates", fleet.duplicates());
    collector.put("late", fleet.late());
    return root;
  }

  private static void query(ObjectNode node, QueryTotals totals, double seconds) {
    node.put("requests", totals.requests());
    node.put("requestsPerSecond", seconds > 0 ? totals.requests() / seconds : 0);
    node.put("hitRatio", totals.hitRatio());
    ObjectNode outcomes = node.putObject("outcomes");
    for (Outcome outcome : Outcome.values()) {
      ObjectNode reasons = outcomes.putObject(label(outcome));
      Map<String, Long> counts = totals.outcomes().get(outcome);
      if (counts != null) {
        counts.forEach(reasons::put);
      }
    }
    totals.fills().forEach(node.putObject("fills")::put);
    ObjectNode latency = node.putObject("latencySeconds");
    totals.times().forEach((part, times) -> times(latency.putObject(label(part)), times));
    Times sql = totals.times().get(Part.SQL);
    node.put("sqlSecondsTotal", sql == null ? 0 : sql.sumSeconds());
  }

  private void invalidation(ObjectNode node, InvalidationTotals totals) {
    node.put("records", totals.records());
    node.put("epochs", totals.epochs());
    totals.gaps().forEach(node.putObject("gaps")::put);
    fleet
        .watermarkAgeSeconds()
        .ifPresentOrElse(
            age -> node.put("watermarkAgeSeconds", age), () -> node.putNull("watermarkAgeSeconds"));
    ObjectNode lag = node.putObject("lagSeconds");
    for (Stage stage : Stage.values()) {
      Times times = totals.lag().get(stage);
      if (times != null) {
        times(lag.putObject(stage.label()), times);
      }
    }
  }

  private static void times(ObjectNode node, Times times) {
    node.put("count", times.count());
    node.put("mean", times.meanSeconds());
    node.put("p50", times.quantileSeconds(0.5));
    node.put("p90", times.quantileSeconds(0.9));
    node.put("p99", times.quantileSeconds(0.99));
    node.put("p999", times.quantileSeconds(0.999));
    node.put("max", times.maxSeconds());
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
