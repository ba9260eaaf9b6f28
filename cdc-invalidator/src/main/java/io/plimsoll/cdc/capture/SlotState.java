package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;

/**
 * A replication slot as Postgres reports it.
 *
 * @param confirmedFlush where streaming resumes
 * @param lost why Postgres has given it up, after which it can only be dropped; empty while it is
 *     of use
 * @param holder who streams from it; empty when nobody does
 * @param failover whether standbys keep a copy of it; always true where Postgres knows no such copy
 */
record SlotState(Lsn confirmedFlush, String lost, String holder, boolean failover) {
  boolean isLost() {
    return !lost.isEmpty();
  }

  boolean isHeld() {
    return !holder.isEmpty();
  }
}
