package io.plimsoll.local.draft;

import java.util.ArrayList;
import java.util.List;

/** Paths of which no two answer the same request. For one draft. */
final class Paths {
  private final List<List<String>> used = new ArrayList<>();

  /** The first candidate that is free, or the last one with a number. */
  String free(List<String> candidates) {
    for (String candidate : candidates) {
      if (take(candidate)) {
        return candidate;
      }
    }
    String last = candidates.getLast();
    int end = last.indexOf('/', 1);
    for (int i = 2; ; i++) {
      String numbered = last.substring(0, end) + "-" + i + last.substring(end);
      if (take(numbered)) {
        return numbered;
      }
    }
  }

  private boolean take(String path) {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    if (used.stream().anyMatch(other -> overlap(parts, other))) {
      return false;
    }
    used.add(parts);
    return true;
  }

  /** Whether one request can match both. */
  private static boolean overlap(List<String> one, List<String> other) {
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      boolean variable = one.get(i).startsWith("{") || other.get(i).startsWith("{");
      if (!variable && !one.get(i).equals(other.get(i))) {
        return false;
      }
    }
    return true;
  }
}
