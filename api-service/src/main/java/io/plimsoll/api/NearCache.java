package io.plimsoll.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.api.read.NamedTier;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
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
  static final String NAME = "l1";

  private final MemoryCache cache;
  private final Follower follower;

  private NearCache(MemoryCache cache, Follower follower) {
    this.cache = cache;
    this.follower = follower;
  }

  /**
   * Empty when it is configured to have no bytes.
   *
   * @param listeners told of all that is applied
   */
  static Optional<NearCache> start(
      ApiConfig.Cache config,
      CommonConfig.Kafka kafka,
      ServerClock clock,
      List<StreamListener> listeners,
      MeterRegistry registry) {
    if (config.memory() == 0) {
      return Optional.empty();
    }
    MemoryCache cache = new MemoryCache(config.memory(), clock, () -> UUID.randomUUID().toString());
    Gauge.builder("plimsoll.l1.bytes", cache, MemoryCache::bytes).register(registry);
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
        new Follower(NAME, kafka.bootstrap(), topic, cache, listener, Clock.systemUTC());
    follower.start();
    return Optional.of(new NearCache(cache, follower));
  }

  NamedTier tier() {
    return new NamedTier(NAME, cache);
  }

  @Override
  public void close() {
    follower.close();
    cache.close();
  }
}
