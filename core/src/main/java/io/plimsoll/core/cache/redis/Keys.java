package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.CacheKey;
import java.nio.charset.StandardCharsets;

/**
 * Names of one partition's keys. All hold the same hash tag, so that they share a slot of a cluster
 * and every script and MGET touches one slot only.
 */
final class Keys {
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
