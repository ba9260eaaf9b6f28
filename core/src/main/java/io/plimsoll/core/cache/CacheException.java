package io.plimsoll.core.cache;

import java.io.Serial;

/** The cache could not be reached or answered with an error. */
public final class CacheException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public CacheException(String message, Throwable cause) {
    super(message, cause);
  }
}
