package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import java.nio.charset.StandardCharsets;

/**
 * Names of one partition's keys. All hold the same hash tag, so that they share a slot of a cluster
 * and every script and MGET touches one slot only.
 */
final class Keys {
  /** How many sets of recent marks a partition has. Readers and writers must agree on it. */
  static final int STRIPES = 512;

  private final String prefix;

  Keys(String namespace) {
    this.prefix = "{" + namespace + "}:";
  }

  byte[] control() {
    return bytes(prefix + "control");
  }

  byte[] stripes() {
    return bytes(prefix + "stripes");
  }

  byte[] entry(CacheKey key) {
    return bytes(prefix + "e:" + key.value());
  }

  byte[] tag(String tag) {
    return bytes(prefix + "t:" + tag);
  }

  /** The stripe of a tag: FNV-1a, 32 bits, of its name. */
  static int stripe(String tag) {
    int hash = 0x811c9dc5;
    for (byte b : bytes(tag)) {
      hash = (hash ^ (b & 0xff)) * 0x01000193;
    }
    return Integer.remainderUnsigned(hash, STRIPES);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
