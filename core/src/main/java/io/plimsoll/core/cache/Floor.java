package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;

/** Special values of {@link Control#floor}. */
public final class Floor {
  /** After a gap, until a heartbeat that began after it has come through: nothing may be stored. */
  public static final Mark PENDING = new Mark(Xid.MAX, Lsn.MAX);

  private Floor() {}
}
