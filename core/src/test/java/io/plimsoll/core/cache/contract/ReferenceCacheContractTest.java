package io.plimsoll.core.cache.contract;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ReferenceCache;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.TestTime;
import java.time.Duration;

/** What the scripts are compared with keeps the contract itself. */
final class ReferenceCacheContractTest extends CacheContractTest implements LeaseContract {
  private final TestTime time = new TestTime();

  @Override
  protected Cache cache() {
    return new ReferenceCache(time.clock());
  }

  @Override
  protected ServerClock clock() {
    return time.clock();
  }

  @Override
  protected void pass(Duration passed) {
    time.pass(passed);
  }
}
