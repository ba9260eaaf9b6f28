package io.plimsoll.system.staleness;

/**
 * An answer that breaks the promise.
 *
 * @param trace the answer, and the commits around it
 */
record Violation(Rule rule, String trace) {
  /** What an answer must keep. */
  enum Rule {
    /** Nothing that had been superseded for longer than the query's bound. */
    TOO_OLD,
    /** Nor for longer than the answer itself claims. */
    OLDER_THAN_IT_SAYS,
    /** All that was committed up to the position that the answer names. */
    NOT_AS_OF,
    /** Only what was committed. */
    PHANTOM,
    /** All of one moment. */
    TORN,
    /** Nothing from before the write whose token the question carried. */
    BEFORE_TOKEN,
    /** Nothing from a standby that had been promoted. */
    OF_PROMOTED
  }
}
