package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A question to the cache.
 *
 * @param tags names ({@code TagHash.of}) of the tags that follow from the key, the same each time;
 *     an entry may have more ({@link Fill#captured}), which only it can tell
 * @param bound max-staleness
 * @param grace how much older than that an answer may be that is offered as {@link Stale}
 * @param after of a write that the answer must not be from before
 */
public record Query(
    CacheKey key, List<String> tags, Duration bound, Duration grace, Optional<Token> after) {
  public Query {
    tags = List.copyOf(tags);
  }

  /** Without grace and token. */
  public Query(CacheKey key, List<String> tags, Duration bound) {
    this(key, tags, bound, Duration.ZERO, Optional.empty());
  }

  public Query after(Token token) {
    return new Query(key, tags, bound, Duration.ZERO, Optional.of(token));
  }
}
