package io.plimsoll.local.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Which standbys of a running stack get reads. */
@Command(
    name = "standbys",
    mixinStandardHelpOptions = true,
    description = "Tells how the standbys are doing; takes one out of the reads, and back.")
final class StandbysCommand implements Runnable {
  private static final String PATH = "/admin/standbys";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public void run() {
    try (AdminClient admin = AdminClient.on(port)) {
      print(admin.get(PATH));
    }
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "No new reads go to it; those under way end.")
  int drain(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int at,
      @Parameters(paramLabel = "NAME", description = "Such as standby-1") String name) {
    return turn(at, name, "off");
  }

  @Command(
      name = "take-back",
      mixinStandardHelpOptions = true,
      description = "Reads go to it again, as far as it is fit.")
  int takeBack(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int at,
      @Parameters(paramLabel = "NAME", description = "Such as standby-1") String name) {
    return turn(at, name, "on");
  }

  private int turn(int at, String name, String reads) {
    try (AdminClient admin = AdminClient.on(at)) {
      print(admin.post(PATH, Map.of("standby", name, "reads", reads)));
      return 0;
    }
  }

  private void print(JsonNode told) {
    PrintWriter out = spec.commandLine().getOut();
    told.get("standbys")
        .propertyStream()
        .forEach(one -> out.println(one.getKey() + "  " + one.getValue().asString()));
    out.flush();
  }
}
