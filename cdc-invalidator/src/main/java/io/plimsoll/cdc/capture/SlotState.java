package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;

/**
 * A replication slot as Postgres reports it.
 *
 * @param confirmedFlush where streaming resumes
 * @param lost whether Postgres has given it up; it can then only be dropped
 */
record SlotState(Lsn confirmedFlush, boolean lost) {}
