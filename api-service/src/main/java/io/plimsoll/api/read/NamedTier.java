package io.plimsoll.api.read;

import io.plimsoll.core.cache.Tier;

/**
 * A tier of the cache, nearest first.
 *
 * @param name in headers and metrics: {@code l1}, {@code redis}
 */
public record NamedTier(String name, Tier tier) {
  /** The one that all instances share. */
  public static final String SHARED = "redis";

  boolean isShared() {
    return name.equals(SHARED);
  }
}
