package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import java.util.Optional;

/**
 * Where a run of the capture begins.
 *
 * @param incarnation the origin's
 * @param since a position of the WAL at which it was the origin's already: heartbeats before it may
 *     still tell of an earlier one
 * @param published commit end of the last record in the topic: nothing up to it is published again
 * @param reference a transaction id near those to come
 * @param again the last published transaction when the slot begins before it: the stream must bring
 *     it again, or it is the stream of another history
 */
record Resume(
    Incarnation incarnation, Lsn since, Lsn published, Xid reference, Optional<Mark> again) {}
