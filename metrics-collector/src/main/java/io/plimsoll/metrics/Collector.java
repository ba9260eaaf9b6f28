package io.plimsoll.metrics;

import io.plimsoll.core.config.MetricsConfig;
import io.plimsoll.core.service.AdminServer;
import io.plimsoll.core.service.Health;
import io.plimsoll.core.service.Lifecycle;
import io.plimsoll.core.service.Reply;
import io.plimsoll.core.service.Telemetry;
import java.time.Clock;
import java.util.Map;

/**
 * The whole service: reads both topics, serves {@code /metrics} and {@code /summary} on its admin
 * port. The owner closes it. Public for the tests of the whole system.
 */
public final class Collector implements AutoCloseable {
  private final Lifecycle parts = new Lifecycle();
  private final AdminServer admin;

  private Collector(MetricsConfig config, Clock clock) {
    Telemetry telemetry = parts.closing("telemetry", new Telemetry("metrics-collector"));
    Fleet fleet = new Fleet(clock);
    StatsReader reader = new StatsReader(fleet);
    StatsConsumer consumer = new StatsConsumer(config.kafka(), reader, clock);
    FleetMetrics metrics = new FleetMetrics(fleet, reader);
    Health health = new Health();
    health.add("kafka", consumer::problem);
    admin =
        parts.closing(
            "admin port",
            AdminServer.start(
                config.admin().host(),
                config.admin().port(),
                health,
                telemetry.registry(),
                Map.of(
                    "/summary",
                    new Summary(fleet, reader, clock),
                    "/metrics",
                    _ ->
                        new Reply(
                            200,
                            "text/plain; version=0.0.4; charset=utf-8",
                            telemetry.registry().scrape() + metrics.scrape()))));
    consumer.start();
    parts.closing("consumer", consumer);
  }

  /** Starts; does not wait for Kafka. */
  public static Collector start(MetricsConfig config, Clock clock) {
    return new Collector(config, clock);
  }

  /** The admin port. */
  public int port() {
    return admin.port();
  }

  @Override
  public void close() {
    parts.close();
  }
}
