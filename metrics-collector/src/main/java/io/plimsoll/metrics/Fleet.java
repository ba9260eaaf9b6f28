package io.plimsoll.metrics;

import io.plimsoll.core.metrics.QueryStats;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.UndecodableException;
import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Statistics of all instances, merged by the second and since the start. A record that comes twice
 * counts once; one that comes late counts in its own second; one that covers more than {@value
 * #LONGEST_INTERVAL_MILLIS} ms, after Kafka was away, counts since the start only. Thread-safe.
 */
final class Fleet {
  private static final long LONGEST_INTERVAL_MILLIS = 5_000;
  private static final long KEPT_SECONDS = 65;
  private static final long ALIVE_MILLIS = 10_000;
  private static final int MAX_SOURCES = 10_000;

  private final Clock clock;
  private final long startedMillis;
  private final SortedMap<Long, Totals> seconds = new TreeMap<>();
  private final Totals sinceStart = new Totals(Times::large);
  private final Map<String, Long> lastSequence = lru();
  private final Map<String, Long> lastInvalidation = lru();
  private final Map<String, Long> apiSeen = lru();
  private final Map<String, Watermark> watermarks = lru();
  private long duplicates;
  private long late;

  /** When a watermark's heartbeat began, as an invalidator said. */
  private record Watermark(long startedMillis, long saidMillis) {}

  Fleet(Clock clock) {
    this.clock = clock;
    this.startedMillis = clock.millis();
  }

  /** Adds a record of an API instance, or nothing of it when a part is damaged. */
  synchronized void accept(QueryStats stats) throws UndecodableException {
    Map<String, QueryTotals> decoded = new HashMap<>();
    for (Map.Entry<String, QueryStats.PerQuery> query : stats.queries().entrySet()) {
      decoded.put(query.getKey(), QueryTotals.of(query.getValue()));
    }
    String source = stats.instance() + ' ' + stats.run();
    if (!isNew(lastSequence, source, stats.sequence())) {
      return;
    }
    apiSeen.merge(stats.instance(), stats.at(), Math::max);
    sinceStart.add(decoded);
    if (stats.at() - stats.from() <= LONGEST_INTERVAL_MILLIS) {
      second(stats.at()).ifPresent(second -> second.add(decoded));
    } else {
      late++;
    }
  }

  /** Adds a record of an invalidator, or nothing of it when a part is damaged. */
  synchronized void accept(InvalidationStats stats) throws UndecodableException {
    InvalidationTotals decoded = InvalidationTotals.of(stats);
    if (!isNew(lastInvalidation, stats.instance(), stats.at())) {
      return;
    }
    if (stats.watermarkAgeMillis() >= 0) {
      long started = stats.at() - stats.watermarkAgeMillis();
      watermarks.put(stats.instance(), new Watermark(started, stats.at()));
    }
    sinceStart.add(decoded);
    second(stats.at()).ifPresent(second -> second.add(decoded));
  }

  private boolean isNew(Map<String, Long> last, String source, long number) {
    Long before = last.get(source);
    if (before != null && number <= before) {
      duplicates++;
      return false;
    }
    last.put(source, number);
    return true;
  }

  /** The second to add to; empty when it is no longer kept. Clocks ahead of ours count as now. */
  private Optional<Totals> second(long atMillis) {
    long now = clock.millis() / 1_000;
    seconds.headMap(now - KEPT_SECONDS).clear();
    long second = Math.min(atMillis / 1_000, now);
    if (second < now - KEPT_SECONDS) {
      late++;
      return Optional.empty();
    }
    return Optional.of(seconds.computeIfAbsent(second, _ -> new Totals(Times::small)));
  }

  /** A copy of what came in a window; its second that still runs included. */
  synchronized Totals totals(Window window) {
    Totals totals = new Totals(Times::large);
    if (window == Window.START) {
      totals.add(sinceStart);
    } else {
      long first = clock.millis() / 1_000 - window.seconds();
      seconds.tailMap(first + 1).values().forEach(totals::add);
    }
    return totals;
  }

  /** Seconds that a window covers. */
  double seconds(Window window) {
    double running = (clock.millis() - startedMillis) / 1e3;
    return window == Window.START ? running : window.seconds();
  }

  /**
   * How old the freshest watermark is now, seconds; grows while nobody reports. Empty when none was
   * told.
   */
  synchronized OptionalDouble watermarkAgeSeconds() {
    return watermarks.values().stream().mapToLong(Watermark::startedMillis).max().stream()
        .mapToDouble(started -> Math.max(0, clock.millis() - started) / 1e3)
        .findFirst();
  }

  /** API instances that reported within 10 s. */
  synchronized long apiInstances() {
    long since = clock.millis() - ALIVE_MILLIS;
    return apiSeen.values().stream().filter(at -> at >= since).count();
  }

  /** Invalidators that reported within 10 s. */
  synchronized long invalidators() {
    long since = clock.millis() - ALIVE_MILLIS;
    return lastInvalidation.values().stream().filter(at -> at >= since).count();
  }

  /** Records that had been counted before. */
  synchronized long duplicates() {
    return duplicates;
  }

  /** Records too late, or of too long an interval, for the windows. */
  synchronized long late() {
    return late;
  }

  private static <V> Map<String, V> lru() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > MAX_SOURCES;
      }
    };
  }
}
