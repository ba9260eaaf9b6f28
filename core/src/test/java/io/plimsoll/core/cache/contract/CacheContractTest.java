package io.plimsoll.core.cache.contract;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ServerClock;
import java.time.Duration;

/**
 * The contract of a cache, one suite for all of them. A cache that several processes share passes
 * {@link LeaseContract} as well. Each test asks once for its {@link #subject}.
 */
public abstract class CacheContractTest
    implements EntryContract,
        ManyContract,
        CapturedContract,
        FillContract,
        ApplyContract,
        ForetellContract,
        AgeContract {
  @Override
  public final Subject subject() {
    return new Subject(cache(), clock(), this::pass);
  }

  /** A new and empty one; called once in each test. */
  protected abstract Cache cache();

  /** The clock of {@link #cache}. */
  protected abstract ServerClock clock();

  protected abstract void pass(Duration time);
}
