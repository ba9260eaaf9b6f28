package io.plimsoll.core.cache;

import java.util.List;

/**
 * A stored answer.
 *
 * @param storedMicros when it was stored, by the heartbeats' clock, µs since 1970
 * @param ttlMillis how long from then it may be used, whatever else holds
 * @param loadMicros how long the origin took: what an early refresh would save a reader
 * @param provenMicros by the heartbeats' clock: it was what the origin answers at some moment since
 * @param captured {@link Fill#captured}
 */
public record Entry(
    Content content,
    long storedMicros,
    long ttlMillis,
    long loadMicros,
    long provenMicros,
    List<String> captured) {
  public Entry {
    captured = List.copyOf(captured);
  }
}
