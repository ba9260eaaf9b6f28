package io.plimsoll.api.origin;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.Optional;

/**
 * What a standby has shown of itself.
 *
 * @param replayed position it had replayed to before the rest was read
 * @param standby whether it was in recovery
 * @param history of the WAL it receives, in the form in which an incarnation begins; empty when it
 *     receives none
 * @param incarnation its heartbeat's
 * @param age of the heartbeat, at most: whatever was visible before that began is shown
 */
record Shown(
    Lsn replayed,
    boolean standby,
    Optional<String> history,
    Optional<Incarnation> incarnation,
    Optional<Duration> age) {

  /**
   * Why it will not do, whatever is needed. A promoted server and one that follows it have commits
   * that the primary never had; positions in their log mean nothing in the primary's.
   */
  Optional<Unfit> unfit() {
    if (!standby) {
      return Optional.of(Unfit.PROMOTED);
    }
    if (incarnation.isEmpty()) {
      return Optional.of(Unfit.UNKNOWN_AGE);
    }
    String own = incarnation.get().value();
    if (history.isEmpty() || !own.startsWith(history.get())) {
      return Optional.of(Unfit.OTHER_HISTORY);
    }
    return age.isEmpty() ? Optional.of(Unfit.UNKNOWN_AGE) : Optional.empty();
  }

  /** Why it will not do for this; empty when it is proven to. */
  Optional<Unfit> unfitFor(Need need) {
    return unfit()
        .or(() -> otherIncarnation(need) ? Optional.of(Unfit.TOKEN) : Optional.empty())
        .or(() -> need.unfit(replayed))
        .or(() -> within(need.bound()) ? Optional.empty() : Optional.of(Unfit.BOUND));
  }

  private boolean otherIncarnation(Need need) {
    return need.after().isPresent()
        && !Optional.of(need.after().get().incarnation()).equals(incarnation);
  }

  private boolean within(Duration bound) {
    return age.isPresent() && age.get().compareTo(bound) <= 0;
  }
}
