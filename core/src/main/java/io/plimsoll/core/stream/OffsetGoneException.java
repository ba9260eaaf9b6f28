package io.plimsoll.core.stream;

import java.io.Serial;

/** The topic no longer has, or never had, the record at the reader's offset. */
final class OffsetGoneException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  OffsetGoneException(String message, Throwable cause) {
    super(message, cause);
  }
}
