package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.record.GapCode;
import java.util.Optional;

/**
 * Where to begin: whether the slot continues where the topic ends. Pure.
 *
 * @param confirmed where the slot stands
 * @param gap code of the gap that must be published first, at {@code resume.published()}
 */
record Plan(Resume resume, Lsn confirmed, Optional<GapCode> gap) {
  /**
   * Decides it.
   *
   * @param here where the slot stands, and what the origin says of itself
   * @param found why the gap is known already: the slot is new, or the history another one
   */
  static Plan of(Resume here, Optional<GapCode> found, TopicEnd end) {
    Lsn confirmed = here.published();
    Optional<GapCode> gap = gap(here, found, end);
    if (gap.isPresent()) {
      return new Plan(here, confirmed, gap);
    }
    boolean replays = confirmed.compareTo(end.position()) < 0;
    Resume onwards =
        new Resume(
            here.incarnation(),
            here.since(),
            end.position(),
            here.reference(),
            end.mark().filter(_ -> replays));
    return new Plan(onwards, confirmed, Optional.empty());
  }

  private static Optional<GapCode> gap(Resume here, Optional<GapCode> found, TopicEnd end) {
    if (end.undecodable()) {
      return Optional.of(GapCode.UNDECODABLE);
    }
    if (found.isPresent()) {
      return found;
    }
    if (end.last().isEmpty()) {
      return Optional.of(GapCode.TOPIC_EMPTY);
    }
    if (!end.isOf(here.incarnation())) {
      return Optional.of(GapCode.INCARNATION);
    }
    return here.published().compareTo(end.position()) > 0
        ? Optional.of(GapCode.SLOT_AHEAD)
        : Optional.empty();
  }
}
