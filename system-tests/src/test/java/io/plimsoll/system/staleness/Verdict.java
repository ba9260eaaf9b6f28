package io.plimsoll.system.staleness;

import java.util.List;

/**
 * What the judge says of an answer.
 *
 * @param violations what the answer broke
 * @param stalenessNanos how long everybody could have seen something newer when it was asked for
 * @param token whether the question carried a token that could be judged
 */
record Verdict(List<Violation> violations, long stalenessNanos, boolean token) {
  Verdict {
    violations = List.copyOf(violations);
  }
}
