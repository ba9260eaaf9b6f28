package io.plimsoll.core.cache.redis;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.WatermarkGuard;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process knows of each partition's feed. One for all its connections, so that how old a
 * watermark is does not depend on which of them reads it. Thread-safe.
 *
 * <p>It tells of partitions whose state stands still, or that have none: nobody applies the changes
 * to them, so nothing in them is served. That is safe and useless; above all, the worker may have
 * been given another number of partitions than this process.
 */
public final class FeedWatch {
  /** Heartbeats move the state several times a second; a worker's restart takes some seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Each connection asks once a second. */
  private static final Duration SILENCE = Duration.ofSeconds(3);

  private static final Logger log = LoggerFactory.getLogger(FeedWatch.class);

  private final ServerClock clock;
  private final List<WatermarkGuard> guards;
  private final byte[][] last;
  private final long[] movedAt;
  private final boolean[] told;
  private long heardAt;

  public FeedWatch(int partitions, ServerClock clock) {
    this.clock = clock;
    this.guards = Stream.generate(() -> new WatermarkGuard(clock)).limit(partitions).toList();
    this.last = new byte[partitions][0];
    this.movedAt = new long[partitions];
    this.told = new boolean[partitions];
    this.heardAt = clock.monotonicNanos();
    Arrays.fill(movedAt, heardAt);
  }

  WatermarkGuard guard(int partition) {
    return guards.get(partition);
  }

  /** Why Redis is of no use now: no server has said anything lately; empty when it has. */
  public synchronized Optional<String> silent() {
    long silence = clock.monotonicNanos() - heardAt;
    return silence > SILENCE.toNanos()
        ? Optional.of(
            "no answer for %d s: what the process has cached, and Postgres, answer"
                .formatted(Duration.ofNanos(silence).toSeconds()))
        : Optional.empty();
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
    long now = clock.monotonicNanos();
    heardAt = now;
    if (control != null && !Arrays.equals(control, last[partition])) {
      last[partition] = control;
      movedAt[partition] = now;
      if (told[partition]) {
        told[partition] = false;
        log.info("event=partition-fed partition={} of={}", partition, told.length);
      }
      sight(partition, ControlCodec.decode(control));
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

  /** Seen now, whether somebody asks soon or not. */
  private void sight(int partition, Control control) {
    var _ = guards.get(partition).age(control.watermark(), control.incarnation());
  }
}
