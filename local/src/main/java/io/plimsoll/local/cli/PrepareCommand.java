package io.plimsoll.local.cli;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.stack.Layout;
import picocli.CommandLine.Command;

/** Run by the script after a build: what the first start would otherwise wait for. */
@Command(name = "prepare", hidden = true, description = "Unpacks the servers' programs.")
final class PrepareCommand implements Runnable {
  @Override
  public void run() {
    new Binaries(Layout.find().binaries()).unpackAll();
  }
}
