package io.plimsoll.local.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Puts the catalog's file, as it is now, into force. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    description =
        "Reads the catalog again; one with a mistake changes nothing, and says where it is.")
final class ReloadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient admin = AdminClient.on(port)) {
      JsonNode done = admin.post("/admin/reload", "");
      out.printf(
          "%d queries, %d writes%n", done.get("queries").asInt(), done.get("writes").asInt());
      for (String what : new String[] {"added", "changed", "removed"}) {
        done.get(what).forEach(query -> out.println(what + "  " + query.asString()));
      }
      out.flush();
      return 0;
    }
  }
}
