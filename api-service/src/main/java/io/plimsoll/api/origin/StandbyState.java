package io.plimsoll.api.origin;

import java.time.Duration;

/** How a standby is doing; decides whether reads are sent there at all. */
enum StandbyState {
  /** Not asked yet. */
  STARTING("starting"),
  UP("up"),
  /** Older than any query of the catalog takes. */
  LAGGING("lagging"),
  /** Taken out by the operator: no new reads, those under way end. */
  DRAINED("drained"),
  /** Does not answer. */
  DOWN("down"),
  /** Has become a primary of its own. */
  PROMOTED("promoted"),
  /** Follows another history than its heartbeat's, or receives nothing. */
  OTHER_HISTORY("other-history"),
  /** Nobody can say how old it is. */
  UNKNOWN_AGE("unknown-age");

  private final String label;

  StandbyState(String label) {
    this.label = label;
  }

  /** The state of one that has answered. */
  static StandbyState of(Shown shown, Duration greatestBound) {
    return switch (shown.unfit().orElse(Unfit.NONE_UP)) {
      case PROMOTED -> PROMOTED;
      case OTHER_HISTORY -> OTHER_HISTORY;
      case UNKNOWN_AGE -> UNKNOWN_AGE;
      case NONE_UP, BOUND, TOKEN, BEHIND_CACHE, CONFLICT, BUSY, TIMEOUT, UNAVAILABLE, FAILED ->
          shown.age().orElse(greatestBound).compareTo(greatestBound) <= 0 ? UP : LAGGING;
    };
  }

  String label() {
    return label;
  }
}
