package io.plimsoll.metrics;

import io.plimsoll.core.metrics.QueryStatsCodec;
import io.plimsoll.core.record.InvalidationStatsCodec;
import io.plimsoll.core.record.UndecodableException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of the two topics into the fleet. One that cannot be read is counted, logged and skipped:
 * nothing of correctness depends on statistics. Thread-safe.
 */
final class StatsReader {
  private static final Logger LOG = LoggerFactory.getLogger(StatsReader.class);

  private final Fleet fleet;
  private final QueryStatsCodec queryStats = new QueryStatsCodec();
  private final InvalidationStatsCodec invalidationStats = new InvalidationStatsCodec();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong undecodable = new AtomicLong();

  /** Which of the two topics a record is from. */
  enum Kind {
    QUERY_STATS,
    INVALIDATION_STATS
  }

  StatsReader(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * Reads a record.
   *
   * @param where topic, partition and offset for the log
   */
  void read(Kind kind, byte[] value, String where) {
    records.incrementAndGet();
    try {
      switch (kind) {
        case QUERY_STATS -> fleet.accept(queryStats.decode(value));
        case INVALIDATION_STATS -> fleet.accept(invalidationStats.decode(value));
      }
    } catch (UndecodableException | ArithmeticException | IndexOutOfBoundsException e) {
      // HdrHistogram throws the latter two for values it cannot hold.
      undecodable.incrementAndGet();
      LOG.atWarn()
          .addKeyValue("code", "stats-undecodable")
          .addKeyValue("record", where)
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("a record of statistics is skipped");
    }
  }

  long records() {
    return records.get();
  }

  long undecodable() {
    return undecodable.get();
  }
}
