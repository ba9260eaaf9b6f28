package io.plimsoll.core.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.TestTime;
import io.plimsoll.core.cache.contract.CacheContractTest;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The cache in the process keeps the contract. */
final class MemoryCacheContractTest extends CacheContractTest {
  private final TestTime time = new TestTime();

  @Override
  protected Cache cache() {
    return new MemoryCache(64 << 20, time.clock(), () -> UUID.randomUUID().toString());
  }

  @Override
  protected ServerClock clock() {
    return time.clock();
  }

  @Override
  protected void pass(Duration passed) {
    time.pass(passed);
  }

  @Test
  void lease_withinAProcess_isAlwaysGiven() {
    Cache cache = cache();
    CacheKey key = new CacheKey("k");
    assertThat(cache.lease(key, Duration.ofHours(1)).toCompletableFuture())
        .isCompletedWithValue(true);
    assertThat(cache.lease(key, Duration.ofHours(1)).toCompletableFuture())
        .isCompletedWithValue(true);
    cache.release(key);
  }
}
