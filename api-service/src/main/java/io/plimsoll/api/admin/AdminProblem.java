package io.plimsoll.api.admin;

import io.plimsoll.core.service.ProblemJson;
import io.plimsoll.core.service.Reply;
import java.io.Serial;
import java.util.Map;

/** A request that gets a problem (RFC 9457) for an answer. */
final class AdminProblem extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String title;

  /**
   * Tells what is wrong.
   *
   * @param code last part of the problem's type
   * @param detail what was expected, what was given, what to do
   */
  AdminProblem(int status, String code, String title, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
    this.title = title;
  }

  /** Of a request that does not say what is needed. */
  static AdminProblem invalid(String detail) {
    return new AdminProblem(400, "admin-request-invalid", "Invalid request", detail);
  }

  Reply reply() {
    return ProblemJson.of(status, code, title, Map.of("detail", String.valueOf(getMessage())));
  }
}
