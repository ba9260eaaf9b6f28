package io.plimsoll.core.analysis.tree;

/** A tree that is not of a form known here: maybe of a newer version of Postgres. */
public final class TreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TreeException(String message) {
    super(message);
  }

  TreeException(String message, Throwable cause) {
    super(message, cause);
  }
}
