package io.plimsoll.system.staleness;

import java.util.Set;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A transaction as the judge's slot told it.
 *
 * @param order from 0, in commit order
 * @param end the WAL position after its commit record
 * @param version its number in the journal
 * @param received when the slot told it, {@link System#nanoTime}
 * @param units what it changed
 */
record Commit(int order, long end, long xid, long version, long received, Set<Unit> units) {
  static final Commit GENESIS = new Commit(-1, 0, 0, State.ABSENT, Long.MIN_VALUE, Set.of());

  Commit {
    units = Set.copyOf(units);
  }

  String lsn() {
    return LogSequenceNumber.valueOf(end).asString();
  }
}
