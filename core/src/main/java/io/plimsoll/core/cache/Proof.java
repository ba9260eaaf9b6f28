package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;

/**
 * What is known of how an answer was read.
 *
 * @param stamp what the read saw
 * @param incarnation of the origin, read in the same snapshot as the data
 * @param shapes the {@code TagHash.version} told by the cache, if it has all shapes that the tags
 *     of the query are made of; otherwise {@link #OTHER_SHAPES}
 */
public record Proof(Stamp stamp, Incarnation incarnation, String shapes) {
  /** Is never a version. */
  public static final String OTHER_SHAPES = "-";
}
