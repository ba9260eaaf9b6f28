package io.plimsoll.api.http.wire;

import java.io.Serial;

/** A request whose extent is in doubt. */
public final class FramingException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String why;

  FramingException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /** For the client. */
  public String why() {
    return why;
  }
}
