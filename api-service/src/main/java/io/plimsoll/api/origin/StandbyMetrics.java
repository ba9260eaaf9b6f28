package io.plimsoll.api.origin;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;

/** What standbys do, as meters. */
final class StandbyMetrics {
  private static final String STANDBY = "standby";
  private static final double NANOS = 1e9;

  private final MeterRegistry registry;

  StandbyMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void watch(Standby standby) {
    for (StandbyState state : StandbyState.values()) {
      Gauge.builder("plimsoll.standby.state", standby, s -> s.sighting().state() == state ? 1 : 0)
          .description("1 for the state it is in")
          .tags(STANDBY, standby.name(), "state", state.label())
          .register(registry);
    }
    Gauge.builder("plimsoll.standby.running", standby, Standby::running)
        .description("reads under way")
        .tags(STANDBY, standby.name())
        .register(registry);
    Gauge.builder("plimsoll.standby.lag", standby, StandbyMetrics::lag)
        .description("age of the heartbeat it shows, at most")
        .baseUnit("seconds")
        .tags(STANDBY, standby.name())
        .register(registry);
  }

  private static double lag(Standby standby) {
    return standby.sighting().age().map(Duration::toNanos).map(n -> n / NANOS).orElse(Double.NaN);
  }

  void answered(String standby) {
    registry.counter("plimsoll.standby.reads", STANDBY, standby).increment();
  }

  /** The primary answered instead of the standby that was asked, or was to be chosen. */
  void left(String standby, Unfit why) {
    registry
        .counter("plimsoll.standby.fallbacks", Tags.of(STANDBY, standby, "reason", why.label()))
        .increment();
  }
}
