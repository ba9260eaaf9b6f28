package io.plimsoll.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.plimsoll.api.http.LoopCache;
import io.plimsoll.api.load.Doorkeeper;
import io.plimsoll.api.load.LookupsOfATurn;
import io.plimsoll.api.load.SecondHit;
import io.plimsoll.api.origin.Soundings;
import io.plimsoll.api.origin.StartPosition;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.FeedWatch;
import io.plimsoll.core.cache.redis.RedisPartitions;
import io.plimsoll.core.cache.redis.RedisTarget;
import io.plimsoll.core.config.ApiConfig;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.service.Health;
import io.plimsoll.core.service.Lifecycle;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * The tier that instances share, where there is a Redis, and the clock that ages are told by:
 * Redis's, or where there is none, this process's own.
 *
 * @param soundings what the own clock needs
 * @param feed why the tier is behind or away; empty when it is not, or there is none
 * @param onLoops opens the tier on an event loop
 * @param apart opens it on threads of its own, as it lies there
 * @param stored what answers pass on their way there and back
 */
record SharedCache(
    ServerClock clock,
    Optional<Soundings> soundings,
    Health.Check feed,
    Optional<Function<EventLoopGroup, LoopCache>> onLoops,
    Optional<Supplier<RedisPartitions>> apart,
    UnaryOperator<OwnedTier> stored) {

  static SharedCache of(
      ApiConfig config,
      DataSource primary,
      MeterRegistry registry,
      Lifecycle lifecycle,
      UnaryOperator<OwnedTier> stored) {
    if (!config.redis().given()) {
      ServerClock own = new ServerClock(System::nanoTime, Lsn.NONE);
      Soundings soundings = lifecycle.closing("soundings", Soundings.start(primary, own));
      return new SharedCache(
          own, Optional.of(soundings), Optional::empty, Optional.empty(), Optional.empty(), stored);
    }
    ServerClock clock = new ServerClock(System::nanoTime, Lsn.MAX);
    lifecycle.closing("start position", StartPosition.learn(primary, clock));
    RedisTarget target = target(config);
    FeedWatch feeds = new FeedWatch(target.partitions(), clock);
    Gauge.builder("plimsoll.cache.partitions.unfed", feeds, FeedWatch::unfed).register(registry);
    return new SharedCache(
        clock,
        Optional.empty(),
        feeds::silent,
        Optional.of(
            onLoop(
                stored.andThen(admission(config.cache().admissionKeys())),
                loop -> RedisPartitions.open(target, clock, loop, feeds))),
        Optional.of(() -> RedisPartitions.open(target, clock)),
        stored);
  }

  private static Function<EventLoopGroup, LoopCache> onLoop(
      Function<OwnedTier, OwnedTier> around, Function<EventLoopGroup, RedisPartitions> open) {
    return loop -> {
      RedisPartitions redis = open.apply(loop);
      return new LoopCache(new LookupsOfATurn(around.apply(redis), loop.next()), redis);
    };
  }

  /** All loops' connections have one doorkeeper. */
  private static UnaryOperator<OwnedTier> admission(int keys) {
    if (keys == 0) {
      return UnaryOperator.identity();
    }
    Doorkeeper doorkeeper = new Doorkeeper(keys);
    return tier -> new SecondHit(tier, doorkeeper);
  }

  private static RedisTarget target(ApiConfig config) {
    return new RedisTarget(
        config.redis().url(),
        config.redis().cluster(),
        config.redis().timeout(),
        config.cache().namespace(),
        config.cache().partitions());
  }
}
