package io.plimsoll.local.cli;

import io.plimsoll.local.server.ServerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Puts the answers of a list of requests into the cache. */
@Command(
    name = "warm",
    mixinStandardHelpOptions = true,
    description =
        "Reads a list of requests through the cache. Exit code 1 when one is not cached then.")
final class WarmCommand implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "A path such as /articles/7 on each line.")
  private Path file = Path.of("");

  @Option(names = "--rate", paramLabel = "N", description = "Requests a second; default warm.rate.")
  private int rate;

  @Option(names = "--tenant", description = "Whose answers, where the SQL has :tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient admin = AdminClient.on(port)) {
      JsonNode now =
          admin.post(
              "/admin/warm?" + (rate == 0 ? "" : "rate=" + rate) + AdminClient.of(tenant), list());
      while (now.get("state").asString().equals("running")) {
        print(now, out);
        Thread.sleep(LOOK_EVERY);
        now = admin.get("/admin/warm");
      }
      print(now, out);
      now.get("failures")
          .forEach(f ->
              out.println(
                  "failed  " + f.get("path").asString() + "  " + f.get("reason").asString()));
      out.flush();
      return now.get("failed").asInt() + now.get("left").asInt() == 0 ? 0 : Main.FAILED;
    }
  }

  private static void print(JsonNode now, PrintWriter out) {
    out.printf(
        "done %d, failed %d, left %d%n",
        now.get("done").asInt(), now.get("failed").asInt(), now.get("left").asInt());
    out.flush();
  }

  private String list() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ServerException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
