package io.plimsoll.system.oracle;

import java.util.Map;
import java.util.TreeMap;

/** How often what happened. */
final class Counts {
  private final Map<String, Long> all;

  Counts(Map<String, Long> all) {
    this.all = all;
  }

  void add(String what, long more) {
    all.merge(what, more, Long::sum);
  }

  void one(String what) {
    add(what, 1);
  }

  static Map<String, Long> empty() {
    return new TreeMap<>();
  }
}
