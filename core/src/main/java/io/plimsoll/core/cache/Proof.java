package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;

/**
 * What is known of how an answer was read.
 *
 * @param stamp what the read saw
 * @param incarnation of the origin, read in the same snapshot as the data
 * @param shapes {@code TagHash.version} that the tags of the query were made with
 */
public record Proof(Stamp stamp, Incarnation incarnation, String shapes) {}
