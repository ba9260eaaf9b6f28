package io.plimsoll.api.origin;

/** Why a read was left to the primary; the label of a metric. */
enum Unfit {
  /** None is up that could be asked. */
  NONE_UP("none-up"),
  /** It is no standby any more. */
  PROMOTED("promoted"),
  /** It follows another cluster, database or timeline than its heartbeat's, or cannot say which. */
  OTHER_HISTORY("other-history"),
  /** It has no heartbeat, or the heartbeats' clock is not known: nobody can say how old it is. */
  UNKNOWN_AGE("unknown-age"),
  /** It shows an older state than the request takes. */
  BOUND("bound"),
  /** It does not show the write of the request's token yet. */
  TOKEN("token"),
  /** It does not show a change that a cache has applied: the answer could not be stored. */
  BEHIND_CACHE("behind-cache"),
  /** Replay needed what the read was using. */
  CONFLICT("conflict"),
  /** The statement took longer than it may. */
  TIMEOUT("timeout"),
  /** It has as many reads under way as its pool takes. */
  BUSY("busy"),
  /** It was not reached, had no connection free, or the connection was lost. */
  UNAVAILABLE("unavailable"),
  /** Postgres refused the statement; the primary has the last word on that. */
  FAILED("failed");

  private final String label;

  Unfit(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
