package io.plimsoll.core.record;

import java.util.Map;

/**
 * What one invalidator did during a second; a record of {@code <prefix>.invalidation-stats}.
 *
 * @param instance host:pid of the process
 * @param at end of the interval, ms since 1970
 * @param records invalidation records applied in the interval
 * @param epochs epochs opened in the interval
 * @param gaps of those, how many for which code
 * @param watermarkAgeMillis how old the last applied heartbeat was at {@code at}; -1 is none yet
 * @param lag of each stage a histogram of µs, base64 of HdrHistogram's {@code
 *     encodeIntoCompressedByteBuffer}; stages without a value are absent
 */
public record InvalidationStats(
    String instance,
    long at,
    long records,
    long epochs,
    Map<String, Long> gaps,
    long watermarkAgeMillis,
    Map<Stage, String> lag) {
  public InvalidationStats {
    gaps = Map.copyOf(gaps);
    lag = Map.copyOf(lag);
  }

  /** The way of a commit into the cache. The first four add up to the last. */
  public enum Stage {
    /** Commit in Postgres, by its clock, until the capture holds it. */
    COMMIT_TO_CAPTURED("commit-captured"),
    /** Until Kafka has it, by the record's timestamp. */
    CAPTURED_TO_PUBLISHED("captured-published"),
    /** Until the invalidator holds it. */
    PUBLISHED_TO_CONSUMED("published-consumed"),
    /** Until the cache has confirmed it. */
    CONSUMED_TO_APPLIED("consumed-applied"),
    /** All of it. */
    COMMIT_TO_APPLIED("commit-applied");

    private final String label;

    Stage(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
