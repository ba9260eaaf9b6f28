package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.record.Invalidation;
import java.util.List;

/** What happens while a topic is applied to a cache. Called on the follower's thread. */
public interface StreamListener {
  /** Nobody listens. */
  StreamListener NONE = new StreamListener() {};

  /**
   * When a record took its steps, for measuring; µs since 1970.
   *
   * @param appendedMicros when Kafka had it, whole milliseconds
   * @param consumedMicros when it was received
   */
  record Arrival(Invalidation.Times times, long appendedMicros, long consumedMicros) {}

  /**
   * The cache has taken a batch.
   *
   * @param atMicros when it confirmed
   * @param watermark the cache's from now on
   */
  default void applied(Batch batch, List<Arrival> arrivals, long atMicros, Watermark watermark) {}

  /**
   * A new epoch was opened: everything stored before is unreadable.
   *
   * @param code why, label of a metric
   */
  default void epoch(String code, Control opened) {}

  /** The cache stood elsewhere than believed; an epoch follows. */
  default void mismatch(Batch batch, Control actual) {}

  /** A record could not be read; an epoch follows. */
  default void undecodable(long offset, String reason) {}
}
