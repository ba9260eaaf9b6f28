package io.plimsoll.core.record;

import java.io.Serial;

/** A record that this version cannot read. A reader must treat it as a gap, never skip it. */
public final class UndecodableException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public UndecodableException(String message) {
    super(message);
  }

  public UndecodableException(String message, Throwable cause) {
    super(message, cause);
  }
}
