package io.plimsoll.api.origin;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;

/**
 * What a monitor saw last. A hint for routing, never a proof: the read itself looks again.
 *
 * @param age of the heartbeat at that time
 */
record Sighting(StandbyState state, Lsn replayed, Incarnation incarnation, Optional<Duration> age) {
  static final Sighting NONE = without(StandbyState.STARTING);

  static Sighting without(StandbyState state) {
    return new Sighting(state, Lsn.NONE, Incarnation.UNKNOWN, Optional.empty());
  }

  static Sighting of(Shown shown, Duration greatestBound) {
    return new Sighting(
        StandbyState.of(shown, greatestBound),
        shown.replayed(),
        shown.incarnation().orElse(Incarnation.UNKNOWN),
        shown.age());
  }
}
