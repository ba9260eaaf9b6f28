package io.plimsoll.core.stream;

/**
 * A record of the invalidations topic as it lies there.
 *
 * @param appendedMillis when the broker appended it, ms since 1970
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from Kafka to the codec without a copy
record LogEntry(long offset, long appendedMillis, byte[] value) {}
