package io.plimsoll.core.cache.spi;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ServerClock;
import java.util.function.Supplier;

/**
 * Brings a cache that takes the place of the one in the process: off the heap, on a disk, or beside
 * the process. Found by {@link java.util.ServiceLoader} on the class path, and chosen by {@code
 * cache.provider}.
 *
 * <p>The cache belongs to one process, which follows the change stream for it: what several
 * processes share must have one follower for all, as Redis has the worker. It keeps the contract of
 * {@link Cache}, which the suite {@code CacheContractTest} (in the test-jar of core) checks: the
 * rules of {@link io.plimsoll.core.cache.Rules} decide what is stored, {@link
 * io.plimsoll.core.cache.WatermarkGuard} how old it is. What it brings from an earlier life must be
 * of an epoch that was never opened in this one.
 */
public interface CacheProvider {
  /** As {@code cache.provider} and headers say it: lower-case letters, digits and -. */
  String name();

  /** Opens the cache, empty; the caller closes it. */
  Cache open(Settings settings);

  /**
   * What it works with.
   *
   * @param maxBytes of all entries together: {@code cache.memory}
   * @param clock that ages are told by, sampled by others
   * @param newEpoch an id that was never used before, for each {@link Cache#open}
   */
  record Settings(long maxBytes, ServerClock clock, Supplier<String> newEpoch) {}
}
