package io.plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.cache.redis.RedisConnection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The product's Redis cache in this process, in the stack's Redis and in a namespace of its own:
 * the stack's partition is not touched. Removes its control state when closed; its entries end by
 * themselves.
 */
final class OwnRedis implements AutoCloseable {
  static final String NAMESPACE = "plimsoll-bench";
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_NANOS = 10_000_000;

  private final ServerClock clock = new ServerClock(System::nanoTime);
  private final RedisConnection connection;
  private final RedisCache cache;

  OwnRedis(BenchTarget target) {
    connection = connect(target, clock);
    cache = new RedisCache(connection, NAMESPACE);
  }

  /** Returns when it is connected and knows the server's time. */
  static RedisConnection connect(BenchTarget target, ServerClock clock) {
    RedisConnection connection = new RedisConnection(target.redisUrl(), TIMEOUT, clock);
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (clock.now().isEmpty()) {
      if (System.nanoTime() > deadline) {
        connection.close();
        throw new BenchException("cannot connect to Redis within " + TIMEOUT.toSeconds() + " s");
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return connection;
  }

  RedisConnection connection() {
    return connection;
  }

  RedisCache cache() {
    return cache;
  }

  ServerClock clock() {
    return clock;
  }

  long timeMicros() {
    return Partition.done(cache.timeMicros());
  }

  @Override
  public void close() {
    try {
      Partition.done(connection.call(redis -> redis.unlink(key("control"), key("stripes"))));
    } finally {
      cache.close();
    }
  }

  private static byte[] key(String name) {
    return ("{" + NAMESPACE + "}:" + name).getBytes(UTF_8);
  }
}
