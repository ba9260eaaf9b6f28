package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;

/**
 * The control state as it was before the origin was read; {@link Cache#fill} requires it unchanged.
 */
public record Admission(String epoch, Incarnation incarnation) {}
