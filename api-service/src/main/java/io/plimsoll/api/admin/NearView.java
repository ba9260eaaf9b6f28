package io.plimsoll.api.admin;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The cache in the process: the built-in one with all it holds, one's own as far as it tells. */
record NearView(String name, Cache cache, long maxBytes) implements ViewedTier {
  private record Used(long entries, long bytes) {
    Used and(Used more) {
      return new Used(entries + more.entries, bytes + more.bytes);
    }
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return cache.lookup(query);
  }

  @Override
  public CompletionStage<Optional<Kept>> peek(CacheKey key) {
    return CompletableFuture.completedStage(
        cache instanceof MemoryCache memory ? memory.peek(key) : Optional.empty());
  }

  @Override
  public List<CompletionStage<Optional<Control>>> controls() {
    return List.of(cache.control());
  }

  @Override
  public CompletionStage<JsonObject> usage(boolean thorough) {
    JsonObject usage = new JsonObject().put("max-bytes", maxBytes);
    if (cache instanceof MemoryCache memory) {
      usage.put("bytes", memory.bytes()).put("queries", queries(memory));
    }
    return CompletableFuture.completedStage(usage);
  }

  private static JsonObject queries(MemoryCache memory) {
    Map<String, Used> used = new TreeMap<>();
    memory.sizes((key, bytes) -> used.merge(query(key), new Used(1, bytes), Used::and));
    JsonObject queries = new JsonObject();
    used.forEach((query, u) ->
        queries.put(query, new JsonObject().put("entries", u.entries()).put("bytes", u.bytes())));
    return queries;
  }

  private static String query(CacheKey key) {
    return key.value().substring(0, Math.max(0, key.value().indexOf(':')));
  }
}
