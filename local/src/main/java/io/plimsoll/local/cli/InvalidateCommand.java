package io.plimsoll.local.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Ends cached answers on every instance. */
@Command(
    name = "invalidate",
    mixinStandardHelpOptions = true,
    description = {
      "Ends cached answers, in Redis and in every instance, also those that are being stored.",
      "Exit code 1 when a cache had not applied it within some seconds; it will."
    })
final class InvalidateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(multiplicity = "1")
  private What what = new What();

  @Option(names = "--tenant", description = "Whose answer --path is, where the SQL has :tenant.")
  private @Nullable String tenant;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  /** Exactly one of them. */
  static final class What {
    @Option(
        names = "--tag",
        description = "As if such a row had changed: articles{id=42}, articles*, articles!")
    private @Nullable String tag;

    @Option(names = "--path", description = "The answer of a request: /articles/7")
    private @Nullable String path;

    @Option(
        names = "--pattern",
        description = "All tables of the queries with such a path: /articles/**")
    private @Nullable String pattern;

    @Option(names = "--all", description = "Everything.")
    private boolean all;

    Map<String, ?> body(@Nullable String tenant) {
      if (tag != null) {
        return Map.of("tag", tag);
      }
      if (path != null) {
        return tenant == null ? Map.of("path", path) : Map.of("path", path, "tenant", tenant);
      }
      return pattern != null ? Map.of("pattern", pattern) : Map.of("all", all);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (AdminClient admin = AdminClient.on(port)) {
      JsonNode done = admin.post("/admin/invalidate", what.body(tenant));
      done.get("ended").forEach(tag -> out.println("ended    " + tag.asString()));
      boolean all = true;
      for (String tier : new String[] {"l1", "redis"}) {
        JsonNode applied = done.path("applied-" + tier);
        if (!applied.isMissingNode()) {
          all &= applied.asBoolean();
          out.println((applied.asBoolean() ? "applied  " : "waiting  ") + tier);
        }
      }
      done.path("token").asStringOpt().ifPresent(token -> out.println("token    " + token));
      out.flush();
      return all ? 0 : Main.FAILED;
    }
  }
}
