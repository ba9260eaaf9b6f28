package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;

/**
 * The control state as a lookup saw it, before the origin was read.
 *
 * @param epoch {@link Tier#fill} requires it unchanged
 * @param incarnation likewise
 * @param applied up to where the cache had applied the change stream: an answer found then, or
 *     stored under this admission, has seen all its tags' changes up to it
 * @param startedMicros t0 of the watermark: such an answer is what the origin answered at some
 *     moment since, by the heartbeats' clock
 * @param shapes {@code TagHash.version} that the change stream was made with: the epoch's, so it is
 *     unchanged while that is
 */
public record Admission(
    String epoch, Incarnation incarnation, Lsn applied, long startedMicros, String shapes) {
  public static Admission of(Control control) {
    Lsn beat = control.watermark().commitEnd();
    Lsn applied = control.applied().compareTo(beat) > 0 ? control.applied() : beat;
    return new Admission(
        control.epoch(),
        control.incarnation(),
        applied,
        control.watermark().startedMicros(),
        control.shapes());
  }
}
