package io.plimsoll.api;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.plimsoll.api.load.Limits;
import io.plimsoll.api.origin.OriginPool;
import io.plimsoll.core.config.ApiConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The connection pools as configured; opened with their meters, closed by whoever opens them. */
final class Pools {
  private static final double PERCENT = 100.0;

  private final ApiConfig config;
  private final MeterRegistry registry;

  Pools(ApiConfig config, MeterRegistry registry) {
    this.config = config;
    this.registry = registry;
    registry.config().meterFilter(new AcquireHistogram());
  }

  HikariDataSource reader() {
    ApiConfig.Postgres postgres = config.postgres();
    return open(settings("reader", postgres.url(), postgres.user(), postgres.password(), true));
  }

  Optional<HikariDataSource> writer() {
    ApiConfig.Postgres postgres = config.postgres();
    return postgres
        .writerUser()
        .map(user ->
            open(
                settings(
                    "writer",
                    postgres.url(),
                    user,
                    postgres.writerPassword().orElseThrow(),
                    false)));
  }

  /** Not opened yet; {@code standby-1} is the first. */
  List<OriginPool.Settings> standbys() {
    ApiConfig.Postgres postgres = config.postgres();
    return IntStream.range(0, postgres.standbys().size())
        .mapToObj(i ->
            settings(
                "standby-" + (i + 1),
                postgres.standbys().get(i),
                postgres.user(),
                postgres.password(),
                true))
        .toList();
  }

  /** Of the gate before the reader's pool. */
  Limits limits() {
    ApiConfig.Pool pool = config.pool();
    return Limits.of(pool.max(), pool.perQuery(), pool.queue(), pool.timeout(), pool.together());
  }

  private HikariDataSource open(OriginPool.Settings settings) {
    return OriginPool.open(settings, registry);
  }

  private OriginPool.Settings settings(
      String name, String url, String user, String password, boolean readOnly) {
    return new OriginPool.Settings(
        name, url, user, password, sizes(), config.postgres().statementTimeout(), readOnly);
  }

  private OriginPool.Sizes sizes() {
    ApiConfig.Pool pool = config.pool();
    return new OriginPool.Sizes(
        pool.max(),
        (int) Math.ceil(pool.max() * pool.minIdle() / PERCENT),
        pool.timeout(),
        pool.idleTimeout(),
        pool.maxLifetime(),
        pool.leakDetection());
  }

  /** The pool registers a plain timer; how often an acquisition takes long is what matters. */
  private static final class AcquireHistogram implements MeterFilter {
    private static final double[] MILLIS = {0.1, 0.5, 1, 5, 25, 100, 250, 1_000};

    @Override
    public DistributionStatisticConfig configure(
        Meter.Id id, DistributionStatisticConfig distribution) {
      if (!id.getName().equals("hikaricp.connections.acquire")) {
        return distribution;
      }
      double[] nanos =
          DoubleStream.of(MILLIS).map(ms -> ms * Duration.ofMillis(1).toNanos()).toArray();
      return DistributionStatisticConfig.builder()
          .serviceLevelObjectives(nanos)
          .build()
          .merge(distribution);
    }
  }
}
