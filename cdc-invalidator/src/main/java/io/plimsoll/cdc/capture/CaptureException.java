package io.plimsoll.cdc.capture;

import java.io.Serial;

/** The capture cannot go on; its supervisor checks everything again and starts anew. */
final class CaptureException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  CaptureException(String code, String message) {
    super(message);
    this.code = code;
  }

  CaptureException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Label of a metric and field of the log. */
  String code() {
    return code;
  }
}
