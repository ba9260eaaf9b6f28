package io.plimsoll.core.cache.redis;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of partitions whose state stands still, or that have none: nobody applies the changes to
 * them, so nothing in them is served. That is safe and useless; above all, the worker may have been
 * given another number of partitions than this process. One for all connections of a process.
 * Thread-safe.
 */
public final class FeedWatch {
  /** Heartbeats move the state several times a second; a worker's restart takes some seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(FeedWatch.class);

  private final LongSupplier nanoTime;
  private final byte[][] last;
  private final long[] movedAt;
  private final boolean[] told;

  public FeedWatch(int partitions, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.last = new byte[partitions][0];
    this.movedAt = new long[partitions];
    this.told = new boolean[partitions];
    Arrays.fill(movedAt, nanoTime.getAsLong());
  }

  /** How many partitions stand still now. */
  public synchronized int unfed() {
    int count = 0;
    for (boolean still : told) {
      count += still ? 1 : 0;
    }
    return count;
  }

  /**
   * Takes what a partition's control state is now.
   *
   * @param control null when it has none
   */
  synchronized void saw(int partition, byte @Nullable [] control) {
    long now = nanoTime.getAsLong();
    if (control != null && !Arrays.equals(control, last[partition])) {
      last[partition] = control;
      movedAt[partition] = now;
      if (told[partition]) {
        told[partition] = false;
        log.info("event=partition-fed partition={} of={}", partition, told.length);
      }
    } else if (!told[partition] && now - movedAt[partition] > PATIENCE.toNanos()) {
      told[partition] = true;
      log.warn(
          "code=partition-unfed partition={} of={} state={} nothing in it is served: is the worker"
              + " running, with the same cache.namespace and at least as many cache.partitions?",
          partition,
          told.length,
          control == null ? "none" : "standing-still");
    }
  }
}
