package io.plimsoll.system;

import io.plimsoll.api.read.NamedTier;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.stream.Follower;
import io.plimsoll.core.stream.StreamListener;
import java.time.Clock;
import java.util.UUID;

/** A cache in the process that follows the stack's stream, as an instance of the service has. */
record Near(MemoryCache cache, Follower follower) implements AutoCloseable {
  private static final long BYTES = 10_000_000;

  static Near follow(Articles articles, ServerClock clock) {
    MemoryCache cache = new MemoryCache(BYTES, clock, () -> UUID.randomUUID().toString());
    Follower follower =
        new Follower(
            "l1",
            articles.stack().endpoints().kafka(),
            "plimsoll.invalidations",
            cache,
            StreamListener.NONE,
            Clock.systemUTC());
    follower.start();
    return new Near(cache, follower);
  }

  NamedTier tier() {
    return new NamedTier("l1", cache);
  }

  @Override
  public void close() {
    follower.close();
    cache.close();
  }
}
