package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.GapCode;
import java.util.Optional;

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
  /** Why it must be made anew, which is a gap; empty when the stream can go on from it. */
  static Optional<GapCode> gap(Optional<SlotState> state) {
    if (state.isEmpty()) {
      return Optional.of(GapCode.SLOT_CREATED);
    }
    return state.get().lost().isEmpty() ? Optional.empty() : Optional.of(GapCode.SLOT_LOST);
  }

  boolean isHeld() {
    return !holder.isEmpty();
  }
}
