package io.plimsoll.system.proxy;

import java.time.Duration;
import java.util.Set;

/** What a link does to its connections. */
sealed interface Condition {
  /** Passes all on. */
  record Clear() implements Condition {}

  /** Nobody gets through. */
  record Cut() implements Condition {}

  /** Bytes, ends and resets of these flows get lost until the link heals. */
  record BlackHole(Set<Flow> flows) implements Condition {
    public BlackHole {
      flows = Set.copyOf(flows);
    }
  }

  /**
   * Each piece of a flow arrives late.
   *
   * @param latency for each piece that is read at once, so a stream is slowed down by it as well
   * @param bytesPerSecond of each flow of each connection
   */
  record Slow(Duration latency, long bytesPerSecond) implements Condition {}

  /** The end. */
  record Closed() implements Condition {}
}
