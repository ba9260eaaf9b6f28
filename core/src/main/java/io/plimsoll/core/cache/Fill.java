package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;

/**
 * An answer of the origin, offered for storing.
 *
 * @param admission from the {@link Lookup.Miss} that preceded the read
 * @param stamp what the read saw
 * @param incarnation read in the same statement as the data
 * @param shapes {@code TagHash.version} that the tags of {@code query} were made with
 */
@SuppressWarnings("ArrayRecordComponent") // bytes move from the origin to Redis without a copy
public record Fill(
    Query query,
    Admission admission,
    Stamp stamp,
    Incarnation incarnation,
    String shapes,
    boolean found,
    String etag,
    byte[] body,
    Duration ttl) {

  /** What became of the offer. */
  public sealed interface Outcome {
    record Stored() implements Outcome {}

    record Refused(Lookup.Reason reason) implements Outcome {}
  }
}
