package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.freshness.Mark;
import java.util.Optional;

/**
 * The wait after a new epoch until a fill can be told from one that was read before it. The first
 * heartbeat H1 of the epoch says that all transactions of the gap had their ids by then; the second
 * one, H2, took its own id after H1 was visible, so all those ids are below it. A read that sees
 * every transaction up to H2 has seen the gap's. Not thread-safe.
 */
final class FloorWait {
  private boolean waiting;
  private boolean first;

  private FloorWait(boolean waiting) {
    this.waiting = waiting;
  }

  /** For a control state with this floor; a wait that another process began starts again. */
  static FloorWait of(Mark floor) {
    return new FloorWait(floor.equals(Floor.PENDING));
  }

  /** Takes the next heartbeat; returns the floor when it ends the wait. */
  Optional<Mark> heartbeat(Mark beat) {
    if (!waiting) {
      return Optional.empty();
    }
    if (!first) {
      first = true;
      return Optional.empty();
    }
    waiting = false;
    return Optional.of(beat);
  }
}
