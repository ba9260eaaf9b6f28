package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.List;

/**
 * A question to the cache.
 *
 * @param tags names ({@code TagHash.of}) of all tags of the entry, the same for the same key
 * @param bound max-staleness
 */
public record Query(CacheKey key, List<String> tags, Duration bound) {
  public Query {
    tags = List.copyOf(tags);
  }
}
