package io.plimsoll.core.stream;

import java.io.Serial;

/** The invalidations topic could not be read; to be tried again. */
final class LogException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  LogException(String code, String message) {
    super(message);
    this.code = code;
  }

  LogException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  String code() {
    return code;
  }
}
