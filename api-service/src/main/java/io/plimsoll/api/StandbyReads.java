package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Origin;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.service.Lifecycle;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/** Puts the configured standbys in front of the primary. */
final class StandbyReads {
  private StandbyReads() {}

  /** Empty where there are none. */
  static Optional<RoutedOrigin> before(
      Origin primary,
      Pools pools,
      ApiConfig config,
      Catalog catalog,
      SchemaVersion schema,
      ServerClock clock,
      MeterRegistry registry,
      Lifecycle lifecycle) {
    if (config.postgres().standbys().isEmpty()) {
      return Optional.empty();
    }
    RoutedOrigin.Settings settings =
        new RoutedOrigin.Settings(
            pools.standbys(),
            config.pool().perQuery(),
            config.postgres().standbyWait(),
            greatestBound(catalog),
            config.postgres().standbyPolicy());
    RoutedOrigin routed =
        lifecycle.closing("standbys", new RoutedOrigin(primary, settings, schema, clock, registry));
    config.postgres().standbysDrained().forEach(routed::drain);
    return Optional.of(routed);
  }

  private static Duration greatestBound(Catalog catalog) {
    return catalog.queries().stream()
        .map(QueryDef::maxStaleness)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
