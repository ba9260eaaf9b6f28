package io.plimsoll.local.cli;

import picocli.CommandLine.Command;

/** Documents what the launcher script does itself, before there is anything built to run. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description =
        "Every check that a change must pass; done by the ./plimsoll script: ./plimsoll test --help.")
final class TestCommand implements Runnable {
  @Override
  public void run() {
    throw new io.plimsoll.local.server.ServerException(
        "run it as ./plimsoll test, from the checkout");
  }
}
