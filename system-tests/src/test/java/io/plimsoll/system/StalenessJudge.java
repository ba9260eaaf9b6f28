package io.plimsoll.system;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Knows when each version of each row was committed, at the latest, and judges what was read: an
 * answer may not be older than the newest version that was committed a bound before the question.
 * Thread-safe.
 */
final class StalenessJudge {
  private final Duration bound;
  private final Map<Long, NavigableMap<Long, Long>> committed = new ConcurrentHashMap<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final AtomicLong judged = new AtomicLong();

  StalenessJudge(Duration bound) {
    this.bound = bound;
  }

  /** To be called when the commit has returned. */
  void committed(long row, long version) {
    committed
        .computeIfAbsent(row, r -> new ConcurrentSkipListMap<>())
        .put(System.nanoTime(), version);
  }

  void read(long row, long version, long askedNanos, Response response) {
    judged.incrementAndGet();
    var before = committed.getOrDefault(row, new ConcurrentSkipListMap<>());
    var newestDue = before.floorEntry(askedNanos - bound.toNanos());
    if (newestDue != null && version < newestDue.getValue()) {
      violations.add(
          "row %d: answered version %d, but %d was committed %d ms before the question: %s"
              .formatted(
                  row,
                  version,
                  newestDue.getValue(),
                  (askedNanos - newestDue.getKey()) / 1_000_000,
                  response));
    }
  }

  List<String> violations() {
    return violations;
  }

  long judged() {
    return judged.get();
  }
}
