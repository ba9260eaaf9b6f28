package io.plimsoll.api.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.plimsoll.core.freshness.TagHash;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * {@code Cache-Groups} (RFC 9875): the names of an answer's tags, as a list of strings. Names that
 * are hashes already are told as they are stored; the others, which show tables, are hashed with
 * the same key: a client learns which answers change together, and nothing else. Thread-safe.
 */
final class CacheGroups {
  /** As many as every cache must take. Only some of them would promise what they cannot keep. */
  private static final int MOST = 32;

  /** With their names, about 2 kB each at most. */
  private static final int MAX_KNOWN = 5_000;

  private final TagHash hash;
  private final ConcurrentHashMap<String, String> hashed = new ConcurrentHashMap<>();

  /** By their names: a hit in the process has the same objects again, one in Redis equal ones. */
  private final Cache<Names, Optional<CharSequence>> known =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN).executor(Runnable::run).build();

  private record Names(List<String> tags, List<String> captured) {}

  CacheGroups(TagHash hash) {
    this.hash = hash;
  }

  /**
   * The header's value; empty when there are more than caches must take.
   *
   * @param tags of the request
   * @param captured of the entry alone
   */
  Optional<CharSequence> of(List<String> tags, List<String> captured) {
    return known.get(new Names(tags, captured), n -> text(n.tags(), n.captured()));
  }

  private Optional<CharSequence> text(List<String> tags, List<String> captured) {
    List<String> all = new ArrayList<>(tags);
    all.addAll(captured);
    return all.size() > MOST
        ? Optional.empty()
        : Optional.of(
            HttpHeaders.createOptimized(
                all.stream().distinct().map(this::quoted).collect(Collectors.joining(", "))));
  }

  /** A structured string (RFC 9651): hashes have nothing to be escaped. */
  private String quoted(String name) {
    return '"' + (name.startsWith("#") ? name : hashed.computeIfAbsent(name, hash::opaque)) + '"';
  }
}
