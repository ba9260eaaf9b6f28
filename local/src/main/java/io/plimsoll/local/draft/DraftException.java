package io.plimsoll.local.draft;

/** Nothing to draft; the message is for the user. */
public final class DraftException extends Exception {
  private static final long serialVersionUID = 1L;

  DraftException(String message) {
    super(message);
  }
}
