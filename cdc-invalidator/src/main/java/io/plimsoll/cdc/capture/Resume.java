package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;

/**
 * Where a run of the capture begins.
 *
 * @param published commit end of the last record in the topic: nothing up to it is published again
 * @param reference a transaction id near those to come
 */
record Resume(Incarnation incarnation, Lsn published, Xid reference) {}
