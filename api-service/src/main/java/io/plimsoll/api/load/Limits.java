package io.plimsoll.api.load;

import java.time.Duration;

/**
 * How much a {@link Gate} lets through.
 *
 * @param places how many run at once: the pool's connections
 * @param perLane how many of one lane run at once; fewer than {@code places}, so that a slow query
 *     leaves some to the others
 * @param queue how many of one lane may wait
 * @param patience how long one may wait
 * @param together how many of those that wait may have one place as a {@link Company}
 */
public record Limits(int places, int perLane, int queue, Duration patience, int together) {
  private static final double PERCENT = 100.0;

  /** Each by itself. */
  public Limits(int places, int perLane, int queue, Duration patience) {
    this(places, perLane, queue, patience, 1);
  }

  /** With the part of the places that one lane may have; at least one. */
  public static Limits of(
      int places, int perLanePercent, int queue, Duration patience, int together) {
    int perLane = (int) Math.ceil(places * perLanePercent / PERCENT);
    return new Limits(places, perLane, queue, patience, together);
  }
}
