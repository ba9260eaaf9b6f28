package io.plimsoll.api.audit;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.api.read.ReadRequest;
import io.plimsoll.core.freshness.Lsn;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A served answer that claims a proof.
 *
 * @param etag of its body; the body itself is not kept
 * @param asOf the claim: all changes up to here that matter are in it
 * @param tier where it came from
 * @param tags of the entry
 */
record Sample(
    ReadRequest request, String etag, boolean found, Lsn asOf, String tier, Set<String> tags) {
  /** Empty for an answer without a proof, or without a hit: that one was read just now. */
  static Optional<Sample> of(ReadRequest request, Answer answer) {
    if (!(answer.outcome() instanceof Answer.Outcome.Hit hit)) {
      return Optional.empty();
    }
    Set<String> tags = new LinkedHashSet<>(request.lookup().tags());
    tags.addAll(hit.captured());
    return answer
        .asOf()
        .map(asOf ->
            new Sample(
                request,
                answer.content().etag(),
                answer.content().found(),
                asOf,
                hit.tier(),
                tags));
  }

  /** Whether Postgres answers now what was served. */
  boolean isWhat(OriginRead now) {
    return now.content().found() == found && now.content().etag().equals(etag);
  }
}
