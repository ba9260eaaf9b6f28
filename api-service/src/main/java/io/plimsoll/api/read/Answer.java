package io.plimsoll.api.read;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;

/**
 * An answer and the proof of its freshness.
 *
 * @param etag strong validator, without quotes
 * @param asOf the WAL position up to which all changes that matter to it are proven to be in it;
 *     empty when there is no such proof, as for an answer that was not stored
 * @param age upper bound of how long ago it was what Postgres answers
 * @param outcome how it came about
 * @param timing where the time went
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from cache to socket without a copy
public record Answer(
    boolean found,
    String etag,
    byte[] body,
    Optional<Lsn> asOf,
    Duration age,
    Outcome outcome,
    Timing timing) {

  /** From where, and why not from a nearer place. */
  public sealed interface Outcome {
    /** From Redis, usable for {@code ttl} more. */
    record Hit(Duration ttl) implements Outcome {}

    /**
     * From the primary.
     *
     * @param readAt where the WAL stood when the read ran: commits near it may be in the answer or
     *     not
     * @param bypassed the cache was not to be used, rather than having no entry
     * @param collapsed another request's read was shared
     * @param refused why the answer was not stored, when it was offered
     */
    record Fetched(
        Lsn readAt,
        Reason reason,
        boolean bypassed,
        boolean collapsed,
        boolean stored,
        Optional<Reason> refused)
        implements Outcome {}
  }

  /** µs; 0 where nothing was asked. */
  public record Timing(long redisMicros, long sqlMicros) {}
}
