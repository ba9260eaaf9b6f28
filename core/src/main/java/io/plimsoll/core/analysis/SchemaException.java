package io.plimsoll.core.analysis;

import org.jspecify.annotations.Nullable;

/** The catalogs could not be read. */
final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
