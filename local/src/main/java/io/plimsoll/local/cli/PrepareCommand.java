package io.plimsoll.local.cli;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Run by the script after a build: what the first start would otherwise wait for. */
@Command(
    name = "prepare",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Unpacks the servers' programs.")
final class PrepareCommand implements Runnable {
  @Option(
      names = "--train",
      description =
          "Also starts the stack once, to make start-up caches that make later starts cheaper.")
  private boolean train;

  @Override
  public void run() {
    new Binaries(Layout.find().binaries()).unpackAll();
    if (train) {
      try (Stack stack =
          Stack.builder().example("articles").services(Service.values()).training().build()) {
        stack.start();
      }
    }
  }
}
