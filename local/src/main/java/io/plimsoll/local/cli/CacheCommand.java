package io.plimsoll.local.cli;

import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into the cache of a running stack. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    description = "Looks into the cache: what it did, what it holds, and why.")
final class CacheCommand implements Runnable {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "stats",
      mixinStandardHelpOptions = true,
      description = "Hits, misses, reasons, entries and bytes, by query and tier, as JSON.")
  int stats(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int port,
      @Option(names = "--scan", description = "Count the entries in Redis too: reads all keys.")
          boolean scan) {
    return print(port, "/admin/cache" + (scan ? "?scan=true" : ""));
  }

  @Command(
      name = "look",
      mixinStandardHelpOptions = true,
      description =
          "The key, tags and entries of a request's answer, and why they are (not) served.")
  int look(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int port,
      @Option(names = "--tenant", description = "Whose answer, where the SQL has :tenant.")
          @Nullable String tenant,
      @Parameters(paramLabel = "PATH", description = "Such as /articles/7") String path) {
    return print(port, "/admin/key?path=" + AdminClient.encoded(path) + AdminClient.of(tenant));
  }

  @Command(
      name = "off",
      mixinStandardHelpOptions = true,
      description = "Answers from Postgres only, until on; a restart switches it on.")
  int off(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int port,
      @Option(names = "--query", description = "Only of this query.") @Nullable String query) {
    return turn(port, "off", query);
  }

  @Command(
      name = "on",
      mixinStandardHelpOptions = true,
      description = "Answers from the cache again; nothing stale is served.")
  int on(
      @Option(names = "--port", paramLabel = "N", defaultValue = "8080") int port,
      @Option(names = "--query", description = "Only of this query.") @Nullable String query) {
    return turn(port, "on", query);
  }

  private int turn(int port, String cache, @Nullable String query) {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient admin = AdminClient.on(port)) {
      JsonNode state =
          admin.post(
              "/admin/switch",
              query == null ? Map.of("cache", cache) : Map.of("cache", cache, "query", query));
      out.println("cache " + state.get("cache").asString());
      state.get("queries-off").forEach(off -> out.println("off for " + off.asString()));
      out.flush();
      return 0;
    }
  }

  private int print(int port, String path) {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient admin = AdminClient.on(port)) {
      JsonNode told = admin.get(path);
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(told));
      out.flush();
      return 0;
    }
  }
}
