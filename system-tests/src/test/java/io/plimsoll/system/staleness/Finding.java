package io.plimsoll.system.staleness;

/**
 * Where an answer stands in a unit's history: the states that it can have been read from.
 *
 * @param first the earliest of them that is not too old; {@code last} when all are
 * @param last the latest of them
 */
record Finding(Unit unit, Timeline timeline, int first, int last) {
  /** How long everybody could have seen a newer state when the question was asked; 0 if not. */
  long stalenessNanos(long asked) {
    long superseded = timeline.supersededAt(last);
    return superseded < asked ? asked - superseded : 0;
  }
}
