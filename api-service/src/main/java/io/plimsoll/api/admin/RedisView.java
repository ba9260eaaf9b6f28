package io.plimsoll.api.admin;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.redis.RedisPartitions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The cache in Redis, which all instances share. */
record RedisView(String name, RedisPartitions cache) implements ViewedTier {
  private static final long MOST_KEYS = 1_000_000;

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return cache.lookup(query);
  }

  @Override
  public CompletionStage<Optional<Kept>> peek(CacheKey key) {
    return cache.peek(key);
  }

  @Override
  public List<CompletionStage<Optional<Control>>> controls() {
    List<CompletionStage<Optional<Control>>> controls = new ArrayList<>();
    cache.caches().forEach(partition -> controls.add(partition.control()));
    return controls;
  }

  @Override
  public CompletionStage<JsonObject> usage(boolean thorough) {
    if (!thorough) {
      return CompletableFuture.completedStage(new JsonObject());
    }
    return cache
        .count(MOST_KEYS)
        .thenApply(counts -> {
          JsonObject queries = new JsonObject();
          new TreeMap<>(counts.byQuery())
              .forEach((query, c) ->
                  queries.put(
                      query, new JsonObject().put("entries", c.entries()).put("bytes", c.bytes())));
          return new JsonObject().put("complete", counts.complete()).put("queries", queries);
        });
  }
}
