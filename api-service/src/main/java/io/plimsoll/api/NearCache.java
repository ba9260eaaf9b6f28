package io.plimsoll.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.admin.AdminRoutes;
import io.plimsoll.api.origin.SoundedCache;
import io.plimsoll.api.origin.Soundings;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.cache.spi.CacheProvider;
import io.plimsoll.core.cache.spi.CacheProviders;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.config.CommonConfig;
import io.plimsoll.core.stream.Follower;
import io.plimsoll.core.stream.StreamListener;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The cache in the process, and the thread that applies the invalidations topic to it. */
final class NearCache implements AutoCloseable {
  private static final String NAME = "l1";

  private final String name;
  private final Cache cache;
  private final Follower follower;

  private NearCache(String name, Cache cache, Follower follower) {
    this.name = name;
    this.cache = cache;
    this.follower = follower;
  }

  /**
   * Empty when it is configured to have no bytes.
   *
   * @param listeners told of all that is applied
   * @param soundings stand for Redis's clock where there is none
   * @throws io.plimsoll.core.config.ConfigException when there is no such provider
   */
  static Optional<NearCache> start(
      ApiConfig.Cache config,
      CommonConfig.Kafka kafka,
      ServerClock clock,
      List<StreamListener> listeners,
      MeterRegistry registry,
      Optional<Soundings> soundings) {
    if (config.memory() == 0) {
      return Optional.empty();
    }
    CacheProvider.Settings settings =
        new CacheProvider.Settings(config.memory(), clock, () -> UUID.randomUUID().toString());
    String name = config.provider().orElse(NAME);
    Cache cache =
        config
            .provider()
            .map(own -> CacheProviders.find(own).open(settings))
            .orElseGet(() -> own(settings, registry));
    Cache followed = soundings.<Cache>map(s -> new SoundedCache(cache, s)).orElse(cache);
    StreamListener listener =
        new StreamListener() {
          @Override
          public void applied(
              Batch batch, List<Arrival> arrivals, long atMicros, Watermark watermark) {
            listeners.forEach(l -> l.applied(batch, arrivals, atMicros, watermark));
          }

          @Override
          public void epoch(String code, Control opened) {
            listeners.forEach(l -> l.epoch(code, opened));
            registry.counter("plimsoll.l1.epochs", "code", code).increment();
          }
        };
    String topic = kafka.topicPrefix() + ".invalidations";
    Follower follower =
        new Follower(name, kafka.bootstrap(), topic, followed, listener, Clock.systemUTC());
    follower.start();
    return Optional.of(new NearCache(name, cache, follower));
  }

  private static Cache own(CacheProvider.Settings settings, MeterRegistry registry) {
    MemoryCache cache = new MemoryCache(settings.maxBytes(), settings.clock(), settings.newEpoch());
    Gauge.builder("plimsoll.l1.bytes", cache, MemoryCache::bytes).register(registry);
    return cache;
  }

  /** As it is looked into. */
  AdminRoutes.Near view() {
    return new AdminRoutes.Near(name, cache);
  }

  NamedTier tier() {
    return new NamedTier(name, cache);
  }

  @Override
  public void close() {
    follower.close();
    cache.close();
  }
}
