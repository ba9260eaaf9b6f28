package io.plimsoll.api.http;

import java.io.Serial;

/**
 * Ends a request with a problem. Carries no stack trace: it tells of the request, not of the code.
 */
final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
