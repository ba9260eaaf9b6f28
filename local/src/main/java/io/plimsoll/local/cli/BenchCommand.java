package io.plimsoll.local.cli;

import io.plimsoll.bench.Bench;
import io.plimsoll.bench.BenchException;
import io.plimsoll.bench.BenchOptions;
import io.plimsoll.bench.BenchResult;
import io.plimsoll.bench.BenchTarget;
import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.PostgresUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a running stack. Exit code 1 when a bar is missed. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures the running stack with the articles example: hits of both tiers, miss, what the check costs, refusals, commit to not served, CPU."
            + " Takes about five minutes. Exit code 1 when a bar is missed.")
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "Port of the API. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "" + BenchOptions.DEFAULT_SECONDS,
      description = "Length of each phase. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "" + BenchOptions.DEFAULT_RATE,
      description = "Requests a second of the open loops. Default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(
      names = "--commits",
      paramLabel = "C",
      defaultValue = "" + BenchOptions.DEFAULT_COMMITS,
      description = "Commits a second. Default: ${DEFAULT-VALUE}.")
  private int commits;

  @Option(names = "--quick", description = "Shorter: shows that all works, measures little.")
  private boolean quick;

  @Option(
      names = "--peers",
      paramLabel = "JAR",
      description =
          "Measures beside nginx, Varnish and the Spring peer in that jar instead, with wrk: benchmarks/http/run builds and installs these.")
  private @Nullable Path peers;

  @Option(
      names = "--pool",
      description =
          "Measures how long reads wait for a connection instead, of a stack with benchmarks/http/pool.yaml: benchmarks/http/run starts it.")
  private boolean pool;

  @Option(names = "--json", description = "The result as JSON, progress on standard error.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    if (pool && peers != null) {
      throw new ServerException("--pool and --peers exclude each other: give one");
    }
    try {
      String command =
          "./plimsoll " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
      BenchOptions options = new BenchOptions(seconds, rate, commits, quick, command.strip());
      PrintStream out = json ? System.err : System.out;
      BenchResult result = measure(options, target(RunningStack.on(port)), out);
      if (json) {
        System.out.println(result.toJson());
      }
      return result.passed() ? 0 : Main.FAILED;
    } catch (BenchException e) {
      throw new ServerException(String.valueOf(e.getMessage()), e);
    }
  }

  private BenchResult measure(BenchOptions options, BenchTarget target, PrintStream out)
      throws InterruptedException {
    if (pool) {
      return Bench.runPool(target, options, out);
    }
    return peers == null
        ? Bench.run(target, options, out)
        : Bench.runPeers(target, options, peers, folder(), out);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("plimsoll-peers");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for the peers", e);
    }
  }

  private static BenchTarget target(State state) {
    Map<String, State.Part> parts =
        state.parts().stream().collect(Collectors.toMap(State.Part::name, part -> part));
    State.Part api = part(parts, "api-service");
    State.Part cdc = part(parts, "cdc-invalidator");
    PostgresUrl writer =
        part(parts, "Postgres").logins().stream()
            .filter(login -> login.user().equals("plimsoll_writer"))
            .map(login -> PostgresUrl.parse(login.url(), Map.of()))
            .findFirst()
            .orElseThrow();
    return new BenchTarget(
        URI.create(api.url()),
        state.parts().stream()
            .filter(part -> part.kind() == State.Kind.SERVICE)
            .collect(Collectors.toMap(State.Part::name, part -> URI.create(part.admin()))),
        writer.jdbcUrl(),
        writer.user(),
        writer.password(),
        part(parts, "Redis").url(),
        "plimsoll",
        part(parts, "Kafka").url(),
        "plimsoll",
        api.pid(),
        cdc.pid(),
        state.profile());
  }

  private static State.Part part(Map<String, State.Part> parts, String name) {
    State.Part part = parts.get(name);
    if (part == null) {
      throw new ServerException("the running stack has no " + name + ": bench needs all parts");
    }
    return part;
  }
}
