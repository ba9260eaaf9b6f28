package io.plimsoll.cdc.invalidate;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.stream.Follower;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The role {@code invalidate}: applies the invalidations topic to a cache, and tells how long that
 * takes. Thread-safe; does not close the cache.
 */
public final class Invalidator implements AutoCloseable {
  private final Follower follower;
  private final StatsPublisher stats;

  public Invalidator(
      InvalidatorSettings settings, Cache cache, MeterRegistry registry, InstantSource clock) {
    LagMeter meter = new LagMeter(registry);
    this.follower =
        new Follower(
            "redis", settings.bootstrap(), settings.invalidationsTopic(), cache, meter, clock);
    this.stats = new StatsPublisher(settings, meter, clock);
  }

  public void start() {
    follower.start();
    stats.start();
  }

  /** Why the cache cannot be used at the moment; empty while the topic is followed and it can. */
  public Optional<String> problem() {
    return follower.problem();
  }

  @Override
  public void close() {
    stats.close();
    follower.close();
  }
}
