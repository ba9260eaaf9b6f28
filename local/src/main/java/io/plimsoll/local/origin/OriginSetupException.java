package io.plimsoll.local.origin;

/**
 * The origin could not be prepared, and nothing was changed. The message is for the user: one line
 * for each problem, each with what to do. {@link #code} labels logs.
 */
public final class OriginSetupException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;

  OriginSetupException(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  OriginSetupException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** {@code origin-not-ready}: something is missing; {@code origin-setup-failed}: SQL failed. */
  public String code() {
    return code;
  }
}
