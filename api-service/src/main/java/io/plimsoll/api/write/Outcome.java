package io.plimsoll.api.write;

import io.plimsoll.core.freshness.Token;
import java.util.Optional;

/** What became of a write. */
public sealed interface Outcome {
  /**
   * It has been done, now or by the first of its retries.
   *
   * @param status 404 when it found no row
   * @param row JSON of the first row it returned, UTF-8; empty when it returned none
   * @param token empty when the database has no incarnation yet: nothing is cached then
   * @param replayed whether an earlier request of the same key did it
   */
  record Done(int status, Optional<byte[]> row, Optional<Token> token, boolean replayed)
      implements Outcome {}

  /** Nothing was written. */
  record Refused(Refusal why) implements Outcome {}

  /** Why nothing was written. */
  enum Refusal {
    /** Another request with the same key has not ended in time. */
    IN_PROGRESS,
    /** The key was used for another request. */
    KEY_REUSED,
    /** The precondition does not hold. */
    PRECONDITION
  }
}
