package io.plimsoll.system.simulation;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. */
final class Counts {
  private final Map<String, long[]> counts = new TreeMap<>();

  void add(String what) {
    counts.computeIfAbsent(what, w -> new long[1])[0]++;
  }

  void addTo(Map<String, Long> sums) {
    counts.forEach((what, count) -> sums.merge(what, count[0], Long::sum));
  }
}
