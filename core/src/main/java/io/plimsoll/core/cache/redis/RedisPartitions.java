package io.plimsoll.core.cache.redis;

import io.netty.channel.EventLoopGroup;
import io.plimsoll.core.auth.Rate;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.PartitionedTier;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.TimeSource;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.limit.Gcra;
import io.plimsoll.core.limit.Permits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/**
 * All partitions of a cache behind one connection: on one server, or spread over the slots of a
 * cluster. As a tier it leads each key to its partition. Thread-safe.
 */
public final class RedisPartitions implements OwnedTier, TimeSource, Permits {
  private final RedisConnection connection;
  private final List<RedisCache> caches;
  private final PartitionedTier tier;
  private final RedisPermits permits;

  private RedisPartitions(RedisTarget target, RedisConnection connection, FeedWatch feeds) {
    this.connection = connection;
    this.permits = new RedisPermits(connection, target.namespace());
    this.caches =
        IntStream.range(0, target.partitions())
            .mapToObj(i -> cache(target, connection, feeds, i))
            .toList();
    this.tier = new PartitionedTier(caches);
  }

  private static RedisCache cache(
      RedisTarget target, RedisConnection connection, FeedWatch feeds, int partition) {
    return new RedisCache(
        connection, Keys.namespace(target.namespace(), partition), feeds.guard(partition));
  }

  /** For who applies the changes: connects in the background, on threads of its own. */
  public static RedisPartitions open(RedisTarget target, ServerClock clock) {
    return new RedisPartitions(
        target, RedisConnection.open(target, clock), new FeedWatch(target.partitions(), clock));
  }

  /**
   * For who reads: connects in the background, on an event loop of the caller.
   *
   * @param loop stays the caller's; answers arrive on its thread
   * @param feeds told of each partition's state once a second
   */
  public static RedisPartitions open(
      RedisTarget target, ServerClock clock, EventLoopGroup loop, FeedWatch feeds) {
    return new RedisPartitions(target, RedisConnection.open(target, clock, loop, feeds), feeds);
  }

  /** Each partition by itself. They share the connection: close this, not one of them. */
  public List<RedisCache> caches() {
    return caches;
  }

  /** {@link RedisCache#peek} of the key's partition. */
  public CompletionStage<Optional<Kept>> peek(CacheKey key) {
    return caches.get(PartitionedTier.of(key, caches.size())).peek(key);
  }

  /**
   * Counts the entries by going through all keys of the server or cluster, a thousand at a time.
   *
   * @param limit of keys to go through
   */
  public CompletionStage<EntryScan.Counts> count(long limit) {
    return new EntryScan(connection, caches.stream().map(RedisCache::entryPrefix).toList(), limit)
        .run();
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return tier.lookup(query);
  }

  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    return tier.lookupAll(queries);
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return tier.fill(fill);
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return tier.lease(key, time);
  }

  @Override
  public void release(CacheKey key) {
    tier.release(key);
  }

  @Override
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    return tier.foretell(incarnation, change);
  }

  @Override
  public CompletionStage<Gcra.Grant> draw(String limit, Rate rate, int wanted) {
    return permits.draw(limit, rate, wanted);
  }

  @Override
  public CompletionStage<Long> timeMicros() {
    return caches.getFirst().timeMicros();
  }

  @Override
  public void close() {
    connection.close();
  }
}
