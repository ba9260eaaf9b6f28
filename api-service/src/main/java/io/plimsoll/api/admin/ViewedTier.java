package io.plimsoll.api.admin;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Kept;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A tier of the cache as an operator looks at it. Thread-safe. */
interface ViewedTier {
  /** As in headers and metrics. */
  String name();

  /** What a request would be told. */
  CompletionStage<Lookup> lookup(Query query);

  /** What lies there, served or not. */
  CompletionStage<Optional<Kept>> peek(CacheKey key);

  /** The state of each partition; fails when the cache is away. */
  List<CompletionStage<Optional<Control>>> controls();

  /**
   * Entries and bytes by query.
   *
   * @param thorough also where that means to go through the whole cache of all instances
   */
  CompletionStage<JsonObject> usage(boolean thorough);
}
