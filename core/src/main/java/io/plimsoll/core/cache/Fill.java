package io.plimsoll.core.cache;

import java.time.Duration;

/**
 * An answer, offered for storing.
 *
 * @param admission from the lookup that preceded the read
 * @param ttl how long it may be used from now
 * @param load how long the origin took for it
 */
public record Fill(
    Query query, Admission admission, Proof proof, Content content, Duration ttl, Duration load) {

  /** What became of the offer. */
  public sealed interface Outcome {
    record Stored() implements Outcome {}

    record Refused(Lookup.Reason reason) implements Outcome {}
  }
}
