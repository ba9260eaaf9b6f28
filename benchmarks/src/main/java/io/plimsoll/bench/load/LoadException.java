package io.plimsoll.bench.load;

/** The target could not be driven: it refused, closed, said nothing in time, or spoke no HTTP. */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LoadException(String message) {
    super(message);
  }

  public LoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
