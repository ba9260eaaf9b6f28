package io.plimsoll.system.staleness;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an answer says of a unit; equal when it says the same.
 *
 * @param values what the query shows of it; empty when it shows nothing
 * @param versions those of the values that are versions
 */
record Seen(java.util.List<Long> values, Set<Long> versions) {
  static final Seen NOTHING = new Seen(java.util.List.of(), Set.of());

  static Seen of(java.util.List<Long> values, Long... versions) {
    return new Seen(
        java.util.List.copyOf(values), Arrays.stream(versions).collect(Collectors.toSet()));
  }
}
