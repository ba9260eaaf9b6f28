package io.plimsoll.api.origin;

import io.plimsoll.api.read.OriginRead;

/** What came of asking a standby. */
sealed interface StandbyRead {
  /** An answer that is proven to do. */
  record Answered(OriginRead read) implements StandbyRead {}

  /** Ask the primary. */
  record Refused(Unfit why) implements StandbyRead {}
}
