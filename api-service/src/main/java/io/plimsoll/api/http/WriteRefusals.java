package io.plimsoll.api.http;

import io.plimsoll.api.problem.ProblemType;
import io.plimsoll.api.write.Outcome;

/** The problem for each reason not to write. */
final class WriteRefusals {
  private static final int RETRY_SECONDS = 1;

  private WriteRefusals() {}

  static Problem of(Outcome.Refusal why) {
    return switch (why) {
      case IN_PROGRESS ->
          Problem.of(
                  ProblemType.IDEMPOTENCY_KEY_IN_USE,
                  "A request with this Idempotency-Key has not ended yet; try again")
              .retryAfter(RETRY_SECONDS);
      case KEY_REUSED ->
          Problem.of(
              ProblemType.IDEMPOTENCY_KEY_REUSED,
              "This Idempotency-Key came with another request before; nothing was written");
      case PRECONDITION ->
          Problem.of(
              ProblemType.IF_MATCH_FAILED,
              "The answer is not the one that If-Match names any more; nothing was written");
    };
  }
}
