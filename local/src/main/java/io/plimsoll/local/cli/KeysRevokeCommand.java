package io.plimsoll.local.cli;

import io.plimsoll.local.keys.KeyRow;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a key for good. */
@Command(
    name = "revoke",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a key for good, within auth.max-staleness everywhere.",
      "Exit code 1 when no key with this id is there to be revoked."
    })
final class KeysRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeysCommand.Common common = new KeysCommand.Common();

  @Parameters(paramLabel = "ID", description = "As keys list tells it.")
  private String id = "";

  @Override
  public Integer call() {
    Optional<KeysCommand.Line> revoked =
        common.<Optional<KeyRow>>with(keys -> keys.revoke(id)).map(KeysCommand.Line::of);
    if (revoked.isEmpty()) {
      PrintWriter err = spec.commandLine().getErr();
      err.println("plimsoll: no key has this id, or it was revoked before");
      err.flush();
      return Main.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        common.json ? StateFolder.json(Map.of("revoked", revoked.get())) : revoked.get().text());
    out.flush();
    return 0;
  }
}
