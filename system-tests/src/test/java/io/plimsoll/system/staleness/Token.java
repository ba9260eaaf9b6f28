package io.plimsoll.system.staleness;

/**
 * Proof of a write through the API.
 *
 * @param box that was written
 * @param version that was written
 * @param text of the header {@code Plimsoll-Token}
 */
record Token(long box, long version, String text) {}
