package io.plimsoll.core.cache.spi;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.ReferenceCache;

/** A sample: brings a cache that its own jar has. */
public final class ReferenceProvider implements CacheProvider {
  @Override
  public String name() {
    return "reference";
  }

  @Override
  public Cache open(Settings settings) {
    return new ReferenceCache(settings.clock());
  }
}
