package io.plimsoll.bench;

/** A measurement that cannot be made: wrong use or environment, not a missed bar. */
public final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchException(String message) {
    super(message);
  }

  public BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
