package io.plimsoll.api;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.api.origin.RoutedOrigin;
import io.plimsoll.api.origin.SchemaVersion;
import io.plimsoll.api.read.Origin;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.service.Lifecycle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts the configured standbys in front of the primary. */
final class StandbyReads {
  private StandbyReads() {}

  /** The primary itself where there are none. */
  static Origin before(
      Origin primary,
      ApiConfig config,
      Catalog catalog,
      SchemaVersion schema,
      ServerClock clock,
      MeterRegistry registry,
      Lifecycle lifecycle) {
    if (config.postgres().standbys().isEmpty()) {
      return primary;
    }
    RoutedOrigin.Settings settings =
        new RoutedOrigin.Settings(
            pools(config), config.postgres().standbyWait(), greatestBound(catalog));
    return lifecycle.closing(
        "standbys", new RoutedOrigin(primary, settings, schema, clock, registry));
  }

  private static Duration greatestBound(Catalog catalog) {
    return catalog.queries().stream()
        .map(QueryDef::maxStaleness)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static List<OriginPool.Settings> pools(ApiConfig config) {
    List<OriginPool.Settings> pools = new ArrayList<>();
    for (String url : config.postgres().standbys()) {
      pools.add(
          new OriginPool.Settings(
              "standby-" + (pools.size() + 1),
              url,
              config.postgres().user(),
              config.postgres().password(),
              config.pool().max(),
              config.pool().timeout(),
              config.postgres().statementTimeout(),
              true));
    }
    return pools;
  }
}
