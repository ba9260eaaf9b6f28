package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.record.GapCode;
import java.util.Optional;

/**
 * Whether the stream that is read again is the one that was published. A server restored from a
 * cold copy keeps its incarnation and its slot, and goes another way from there: its transactions
 * up to the last published position would be taken for published. Not thread-safe.
 */
final class Replay {
  private Optional<Mark> expected;

  /**
   * @param expected the last published transaction, which must come again
   */
  Replay(Optional<Mark> expected) {
    this.expected = expected;
  }

  /** Takes the next commit, published before or not. */
  void require(Mark commit) throws CaptureException {
    if (expected.isEmpty() || commit.commitEnd().compareTo(expected.get().commitEnd()) < 0) {
      return;
    }
    Mark published = expected.get();
    if (!commit.equals(published)) {
      throw new CaptureException(
          GapCode.ORIGIN_REWOUND.label(),
          "the topic ends with transaction %s at %s, where the stream has %s at %s: this server was restored to an earlier state"
              .formatted(published.xid(), published.commitEnd(), commit.xid(), commit.commitEnd()));
    }
    expected = Optional.empty();
  }
}
