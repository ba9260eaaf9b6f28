package io.plimsoll.core.cache.redis;

import java.time.Duration;

/**
 * Where a cache is in Redis.
 *
 * @param url {@code redis://[:password@]host:port[/database]}, {@code rediss} for TLS; for a
 *     cluster several {@code host:port} may be given, separated by commas
 * @param cluster whether it is a Redis Cluster, and not one server
 * @param timeout after which a command counts as failed
 * @param namespace of the keys
 * @param partitions how many
 */
public record RedisTarget(
    String url, boolean cluster, Duration timeout, String namespace, int partitions) {
  public RedisTarget {
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions must be at least 1, was " + partitions);
    }
  }

  /** Without the URL: it may hold a password. */
  @Override
  public String toString() {
    return "RedisTarget[cluster=%s namespace=%s partitions=%d]"
        .formatted(cluster, namespace, partitions);
  }
}
