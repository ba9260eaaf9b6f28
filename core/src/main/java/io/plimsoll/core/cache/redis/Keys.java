package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Names of one partition's keys. All hold the same hash tag, so that they share a slot of a cluster
 * and every script and MGET touches one slot only.
 */
final class Keys {
  /**
   * Of the layout of state and entries, one character. Part of their names, so that what another
   * version of this program has left is as good as nothing.
   */
  static final String VERSION = "5";

  static final String CONTROL = "control" + VERSION;
  static final String STRIPES = "stripes" + VERSION;
  static final String ENTRY = "e" + VERSION + ":";

  private final String prefix;

  Keys(String namespace) {
    this.prefix = "{" + namespace + "}:";
  }

  /**
   * The namespace of a partition. The first one's does not depend on how many there are: processes
   * that disagree about the number share at least that one, and with it the clock.
   */
  static String namespace(String namespace, int partition) {
    return partition == 0 ? namespace : namespace + ":" + partition;
  }

  /** Of each partition, in order. */
  static List<Keys> of(RedisTarget target) {
    return IntStream.range(0, target.partitions())
        .mapToObj(i -> new Keys(namespace(target.namespace(), i)))
        .toList();
  }

  byte[] control() {
    return bytes(prefix + CONTROL);
  }

  byte[] stripes() {
    return bytes(prefix + STRIPES);
  }

  byte[] entry(CacheKey key) {
    return bytes(entryPrefix() + key.value());
  }

  String entryPrefix() {
    return prefix + ENTRY;
  }

  /** Held by the one who loads the entry. */
  byte[] lease(CacheKey key) {
    return bytes(prefix + "l:" + key.value());
  }

  byte[] tag(String tag) {
    return bytes(prefix + "t:" + tag);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
