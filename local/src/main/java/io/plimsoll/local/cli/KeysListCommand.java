package io.plimsoll.local.cli;

import io.plimsoll.local.keys.KeyStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists what is known of keys: never a key, and not its hash. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "All keys there ever were, without the keys themselves.")
final class KeysListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeysCommand.Common common = new KeysCommand.Common();

  @Override
  public Integer call() {
    List<KeysCommand.Line> lines =
        common.with(KeyStore::list).stream().map(KeysCommand.Line::of).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (common.json) {
      out.println(StateFolder.json(Map.of("keys", lines)));
    } else if (lines.isEmpty()) {
      out.println("No keys yet. Make one with ./plimsoll keys create --name …");
    } else {
      lines.forEach(line -> out.println(line.text()));
    }
    out.flush();
    return 0;
  }
}
