package io.plimsoll.core.cache;

/**
 * An answer.
 *
 * @param found false when there was no row: the absence is an answer too
 * @param etag strong validator, without quotes
 * @param body JSON as Postgres built it, UTF-8; not to be modified
 * @param next the cursor of the page behind this one, base64url; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from the origin to the socket without a copy
public record Content(boolean found, String etag, byte[] body, String next) {
  /** Without a page behind it. */
  public Content(boolean found, String etag, byte[] body) {
    this(found, etag, body, "");
  }
}
