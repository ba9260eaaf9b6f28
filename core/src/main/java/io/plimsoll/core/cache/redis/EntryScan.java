package io.plimsoll.core.cache.redis;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One walk through the keys of a cache. SCAN may name a key twice while Redis rehashes. */
public final class EntryScan {
  private static final int PAGE = 1_000;

  /**
   * Of one query.
   *
   * @param bytes of the values, without what Redis adds
   */
  public record Count(long entries, long bytes) {
    Count and(long more) {
      return new Count(entries + 1, bytes + more);
    }
  }

  /**
   * What was found.
   *
   * @param complete false when there were more keys than the limit
   */
  public record Counts(Map<String, Count> byQuery, boolean complete) {
    public Counts {
      byQuery = Map.copyOf(byQuery);
    }
  }

  private final RedisConnection connection;
  private final List<String> prefixes;
  private final long limit;
  private final Map<String, Count> counts = new TreeMap<>();
  private long seen;

  EntryScan(RedisConnection connection, List<String> prefixes, long limit) {
    this.connection = connection;
    this.prefixes = prefixes;
    this.limit = limit;
  }

  CompletionStage<Counts> run() {
    return next(ScanCursor.INITIAL);
  }

  private CompletionStage<Counts> next(ScanCursor from) {
    return connection
        .<KeyScanCursor<byte[]>>call(redis -> redis.scan(from, ScanArgs.Builder.limit(PAGE)))
        .thenCompose(page ->
            sizes(page)
                .thenCompose(none -> {
                  seen += page.getKeys().size();
                  return page.isFinished() || seen >= limit
                      ? CompletableFuture.completedStage(new Counts(counts, page.isFinished()))
                      : next(page);
                }));
  }

  private CompletionStage<Void> sizes(KeyScanCursor<byte[]> page) {
    List<CompletableFuture<?>> sizes = new ArrayList<>();
    for (byte[] key : page.getKeys()) {
      String name = new String(key, StandardCharsets.UTF_8);
      prefixes.stream()
          .filter(name::startsWith)
          .findFirst()
          .map(prefix -> name.substring(prefix.length()))
          .ifPresent(own ->
              sizes.add(
                  connection
                      .<Long>call(redis -> redis.strlen(key))
                      .thenAccept(bytes -> add(own, bytes))
                      .toCompletableFuture()));
    }
    return CompletableFuture.allOf(sizes.toArray(CompletableFuture[]::new));
  }

  private synchronized void add(String key, long bytes) {
    int colon = key.indexOf(':');
    String query = colon < 0 ? key : key.substring(0, colon);
    counts.merge(query, new Count(1, bytes), (known, one) -> known.and(bytes));
  }
}
