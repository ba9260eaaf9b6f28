package io.plimsoll.bench;

import io.plimsoll.core.freshness.Lsn;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;

/** When a position of the log was first seen reached. One writer, any reader. */
final class Steps {
  private final ConcurrentSkipListMap<Lsn, Long> reached = new ConcurrentSkipListMap<>();

  /** Takes a look; one that shows no progress changes nothing. */
  void reached(Lsn position, long atNanos) {
    if (reached.isEmpty() || reached.lastKey().compareTo(position) < 0) {
      reached.put(position, atNanos);
    }
  }

  /** When this position or one behind it was first seen; empty when it was not. */
  OptionalLong when(Lsn position) {
    Map.Entry<Lsn, Long> first = reached.ceilingEntry(position);
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.getValue());
  }
}
