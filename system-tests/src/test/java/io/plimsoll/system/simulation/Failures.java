package io.plimsoll.system.simulation;

import java.util.concurrent.CompletionException;

/** What stages wrap failures in, taken off. */
final class Failures {
  private Failures() {}

  static Throwable cause(Throwable failure) {
    Throwable inner = failure.getCause();
    return failure instanceof CompletionException && inner != null ? inner : failure;
  }
}
