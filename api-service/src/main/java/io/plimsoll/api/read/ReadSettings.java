package io.plimsoll.api.read;

import java.time.Duration;
import java.util.function.BiFunction;

/**
 * How reads go.
 *
 * @param shapes of the catalog, and under which versions they are in force
 * @param maxEntryBytes larger bodies are served, not stored
 * @param lease how long one instance may take to load a key before another may
 * @param leaseWait how long a request waits for another instance's load before it loads itself
 * @param ttlJitter part of a TTL that chance may take away, 0 to 1: what was stored together does
 *     not expire together
 * @param earlyRefresh how eagerly an entry is renewed before it expires: β of {@link EarlyRefresh};
 *     0 is never
 * @param cursors makes of a page's request and the values of its last row the cursor of the next
 *     page
 */
public record ReadSettings(
    ShapesInForce shapes,
    int maxEntryBytes,
    Duration lease,
    Duration leaseWait,
    double ttlJitter,
    double earlyRefresh,
    BiFunction<ReadRequest, String, String> cursors) {
  /** Where no query has pages. */
  public ReadSettings(
      ShapesInForce shapes,
      int maxEntryBytes,
      Duration lease,
      Duration leaseWait,
      double ttlJitter,
      double earlyRefresh) {
    this(shapes, maxEntryBytes, lease, leaseWait, ttlJitter, earlyRefresh, (page, keys) -> keys);
  }

  /** With the defaults of {@code docs/configuration.md}. */
  public static ReadSettings of(ShapesInForce shapes, int maxEntryBytes) {
    return new ReadSettings(
        shapes, maxEntryBytes, Duration.ofSeconds(2), Duration.ofMillis(250), 0.1, 1.0);
  }
}
