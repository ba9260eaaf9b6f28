package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;

/**
 * The control state as it was before the origin was read.
 *
 * @param epoch {@link Cache#fill} requires it unchanged
 * @param incarnation likewise
 * @param applied the watermark's commit end: an answer that is stored has seen all its tags'
 *     changes up to it
 */
public record Admission(String epoch, Incarnation incarnation, Lsn applied) {}
