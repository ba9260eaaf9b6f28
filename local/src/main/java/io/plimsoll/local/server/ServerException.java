package io.plimsoll.local.server;

import org.jspecify.annotations.Nullable;

/**
 * A part of the stack could not be started, reached or stopped; the message is written for the
 * user.
 */
public final class ServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
