package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;

/**
 * The point up to which invalidation has been applied: that of a heartbeat.
 *
 * @param startedMicros t0, when the heartbeat began, by Redis {@code TIME}, µs since 1970; 0 is
 *     none yet
 * @param commitEnd where the heartbeat's commit ends in the WAL
 * @param xid the heartbeat's transaction
 */
public record Watermark(long startedMicros, Lsn commitEnd, Xid xid) {
  public static final Watermark NONE = new Watermark(0, Lsn.NONE, Xid.NONE);
}
