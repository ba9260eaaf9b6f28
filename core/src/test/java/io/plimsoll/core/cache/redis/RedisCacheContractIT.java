package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.contract.CacheContractTest;
import io.plimsoll.core.cache.contract.LeaseContract;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The cache in Redis keeps the contract, on a real server. Its clock runs, and can be put forward.
 */
final class RedisCacheContractIT extends CacheContractTest implements LeaseContract {
  private static final TestRedis redis = new TestRedis();
  private static final AtomicLong ahead = new AtomicLong();
  private static final ServerClock clock = new ServerClock(() -> System.nanoTime() + ahead.get());
  private static RedisConnection connection;

  @BeforeAll
  static void start() {
    redis.start();
    connection = redis.connect(clock);
  }

  @AfterAll
  static void stop() {
    connection.close();
    redis.stop();
  }

  @Override
  protected Cache cache() {
    ahead.set(0); // A sample of the server's clock is trusted for some seconds only.
    return new RedisCache(connection, UUID.randomUUID().toString());
  }

  @Override
  protected ServerClock clock() {
    return clock;
  }

  @Override
  protected void pass(Duration time) {
    ahead.addAndGet(time.toNanos());
  }
}
