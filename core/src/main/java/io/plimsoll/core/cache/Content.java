package io.plimsoll.core.cache;

/**
 * An answer.
 *
 * @param found false when there was no row: the absence is an answer too
 * @param etag strong validator, without quotes
 * @param body JSON as Postgres built it, UTF-8; not to be modified
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from the origin to the socket without a copy
public record Content(boolean found, String etag, byte[] body) {}
