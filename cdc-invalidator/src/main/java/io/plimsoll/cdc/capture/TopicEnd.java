package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.record.Invalidation;
import java.util.Optional;

/**
 * What the end of the invalidations topic tells.
 *
 * @param last its last record; empty when there is none, or none that this version can read
 */
record TopicEnd(Optional<Invalidation> last, boolean undecodable) {
  static final TopicEnd UNDECODABLE = new TopicEnd(Optional.empty(), true);

  static TopicEnd of(Optional<Invalidation> last) {
    return new TopicEnd(last, false);
  }

  boolean isOf(Incarnation incarnation) {
    return last.map(record -> record.incarnation().equals(incarnation)).orElse(false);
  }

  /** Up to where everything is published. */
  Lsn position() {
    return last.map(TopicEnd::position).orElse(Lsn.NONE);
  }

  /** The last transaction; a gap is none, and the stream does not bring it again. */
  Optional<Mark> mark() {
    return last.flatMap(TopicEnd::mark);
  }

  /**
   * Whether it tells of a transaction that this history of the origin does not have, although they
   * are called the same.
   *
   * @param wasRewound what the last run has found in the stream
   * @param walEnd read after the topic
   */
  boolean isOfAnotherHistory(Incarnation incarnation, boolean wasRewound, Lsn walEnd) {
    return isOf(incarnation) && (wasRewound || position().compareTo(walEnd) > 0);
  }

  private static Lsn position(Invalidation invalidation) {
    return switch (invalidation) {
      case Invalidation.Transaction transaction -> transaction.mark().commitEnd();
      case Invalidation.Gap gap -> gap.position();
    };
  }

  private static Optional<Mark> mark(Invalidation invalidation) {
    return switch (invalidation) {
      case Invalidation.Transaction transaction -> Optional.of(transaction.mark());
      case Invalidation.Gap _ -> Optional.empty();
    };
  }
}
