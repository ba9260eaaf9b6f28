package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Several partitions as one tier: each key belongs to one of them. Immutable; closes none of them.
 * Every partition holds the whole invalidation state, so the choice matters to the load only: an
 * entry in a partition that another process would not choose is found by nobody, and is never
 * wrong.
 */
public final class PartitionedTier implements Tier {
  private final List<Tier> partitions;

  /** At least one; all processes that share them must give the same number in the same order. */
  public PartitionedTier(List<? extends Tier> partitions) {
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("a tier must have at least 1 partition, had 0");
    }
    this.partitions = List.copyOf(partitions);
  }

  /**
   * The partition of a key: {@code String.hashCode}, which every Java computes alike, through the
   * finalizer of MurmurHash3, which spreads what differs in a few characters.
   */
  public static int of(CacheKey key, int count) {
    int hash = key.value().hashCode();
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return Integer.remainderUnsigned(hash ^ (hash >>> 16), count);
  }

  @Override
  public CompletionStage<Lookup> lookup(Query query) {
    return of(query.key()).lookup(query);
  }

  /** One question to each partition that has some of the keys. */
  @Override
  public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
    if (partitions.size() == 1) {
      return partitions.getFirst().lookupAll(queries);
    }
    Map<Integer, List<Integer>> places = new TreeMap<>();
    for (int i = 0; i < queries.size(); i++) {
      int partition = of(queries.get(i).key(), partitions.size());
      places.computeIfAbsent(partition, none -> new ArrayList<>()).add(i);
    }
    SortedMap<Integer, CompletionStage<Lookup>> found = new TreeMap<>();
    places.forEach((partition, own) -> {
      List<CompletionStage<Lookup>> some =
          partitions.get(partition).lookupAll(own.stream().map(queries::get).toList());
      for (int i = 0; i < own.size(); i++) {
        found.put(own.get(i), some.get(i));
      }
    });
    return List.copyOf(found.values());
  }

  @Override
  public CompletionStage<Fill.Outcome> fill(Fill fill) {
    return of(fill.query().key()).fill(fill);
  }

  @Override
  public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
    return of(key).lease(key, time);
  }

  @Override
  public void release(CacheKey key) {
    of(key).release(key);
  }

  /** To all of them: each holds the whole invalidation state. */
  @Override
  public CompletionStage<Boolean> foretell(Incarnation incarnation, Batch.Change change) {
    CompletionStage<Boolean> all = CompletableFuture.completedStage(true);
    for (Tier partition : partitions) {
      all = all.thenCombine(partition.foretell(incarnation, change), Boolean::logicalAnd);
    }
    return all;
  }

  private Tier of(CacheKey key) {
    return partitions.get(partitions.size() == 1 ? 0 : of(key, partitions.size()));
  }
}
