package io.plimsoll.local.cli;

import io.plimsoll.local.server.ServerException;

/** Finds the stack that a command means. */
final class RunningStack {
  private RunningStack() {}

  /**
   * The stack on a port.
   *
   * @throws ServerException when none runs there
   */
  static State on(int port) {
    return StateFolder.of(System.getenv()).list().stream()
        .filter(candidate -> candidate.port() == port && candidate.isAlive())
        .findFirst()
        .orElseThrow(() ->
            new ServerException(
                "nothing runs on port %d: start it with ./plimsoll up".formatted(port)));
  }
}
