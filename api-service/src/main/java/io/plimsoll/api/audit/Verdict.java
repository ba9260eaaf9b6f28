package io.plimsoll.api.audit;

/** What the auditor says of a served answer. The name in lower case is a metric label. */
enum Verdict {
  /** Postgres still answers the same. */
  SAME,
  /** Postgres answers something else now, and a change behind the claimed position explains it. */
  CHANGED_SINCE,
  /**
   * Postgres answers something else, and no change of the answer's tags behind the claimed position
   * is known: the claim was false. Wrong tags in the catalog, or a defect.
   */
  VIOLATION,
  /** The stretch of the stream that would tell is not known. */
  UNJUDGEABLE;

  /**
   * Of an answer that differs from what was served.
   *
   * @param stretch between the claimed position and the later read
   */
  static Verdict of(ChangeHistory.Stretch stretch) {
    return switch (stretch) {
      case ChangeHistory.Stretch.Known(var marks) -> marks.isEmpty() ? VIOLATION : CHANGED_SINCE;
      case ChangeHistory.Stretch.Forgotten _, ChangeHistory.Stretch.NotYet _ -> UNJUDGEABLE;
    };
  }
}
