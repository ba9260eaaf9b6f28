package io.plimsoll.core.cache;

/**
 * A stored answer.
 *
 * @param found false when there was no row: the absence is an answer too
 * @param etag strong validator, without quotes
 * @param storedMicros when it was stored, Redis {@code TIME}, µs since 1970
 * @param ttlMillis how long from then it may be used, whatever else holds
 * @param body JSON as Postgres built it, UTF-8; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from Redis to the socket without a copy
public record Entry(boolean found, String etag, long storedMicros, long ttlMillis, byte[] body) {}
