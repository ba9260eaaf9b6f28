package io.plimsoll.local.cli;

import io.plimsoll.local.server.Probes;
import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import java.io.PrintWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what runs, with what is needed to reach it. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "What runs where, with every URL and credential. Exit code 1 when nothing runs.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "For scripts.")
  private boolean json;

  /** One running stack, as `--json` prints it. */
  record Report(
      int port, long pid, String profile, String data, String adminToken, List<PartReport> parts) {}

  /** One part; {@code answers} is asked now. */
  record PartReport(
      String name,
      boolean answers,
      boolean embedded,
      long pid,
      String url,
      String admin,
      List<State.Login> logins) {}

  @Override
  public Integer call() {
    StateFolder folder = StateFolder.of(System.getenv());
    List<Report> reports = new ArrayList<>();
    for (State state : folder.list()) {
      if (state.isAlive()) {
        reports.add(report(state));
      } else {
        folder.remove(state.port());
        err()
            .println(
                "plimsoll: removed the state of port %d: its process %d is gone"
                    .formatted(state.port(), state.launcher()));
      }
    }
    err().flush();
    print(reports);
    return reports.isEmpty() ? Main.FAILED : 0;
  }

  private static Report report(State state) {
    List<PartReport> parts =
        state.parts().parallelStream()
            .map(part ->
                new PartReport(
                    part.name(),
                    answers(part),
                    part.pid() != 0,
                    part.pid(),
                    part.url(),
                    part.admin(),
                    part.logins()))
            .toList();
    return new Report(
        state.port(), state.launcher(), state.profile(), state.data(), state.adminToken(), parts);
  }

  private static boolean answers(State.Part part) {
    return switch (part.kind()) {
      case POSTGRES -> {
        PostgresUrl url = PostgresUrl.parse(part.url(), Map.of());
        yield Probes.postgres(url.jdbcUrl(), url.user(), url.password());
      }
      case REDIS -> Probes.redis(URI.create(part.url()));
      case KAFKA -> Probes.kafka(part.url());
      case SERVICE -> Probes.http(URI.create(part.admin() + "/readyz"));
    };
  }

  private void print(List<Report> reports) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(StateFolder.json(Map.of("stacks", reports)));
    } else if (reports.isEmpty()) {
      out.println("Nothing runs. Start it with ./plimsoll up");
    }
    if (!json) {
      reports.forEach(report -> print(report, out));
    }
    out.flush();
  }

  private void print(Report report, PrintWriter out) {
    out.println(
        "Plimsoll on port %d (profile %s, process %d, data in %s)"
            .formatted(report.port(), report.profile(), report.pid(), report.data()));
    for (PartReport part : report.parts()) {
      String state = part.answers() ? "@|green answers|@   " : "@|red no answer|@ ";
      String process = part.pid() == 0 ? "external" : "pid " + part.pid();
      out.println(ansi("  %-18s %s  %-12s %s".formatted(part.name(), state, process, part.url())));
      if (!part.admin().isEmpty() && !part.admin().equals(part.url())) {
        out.println("  %-18s %-10s  %-12s %s".formatted("", "", "admin", part.admin()));
      }
      if (part.name().equals(Service.API.module())) {
        out.println(
            "  %-18s %-10s  %-12s %s".formatted("", "", "admin token", report.adminToken()));
      }
      part.logins()
          .forEach(
              login -> out.println("  %-18s %-10s  %-12s %s".formatted("", "", "", login.url())));
    }
  }

  private String ansi(String text) {
    return spec.commandLine().getColorScheme().ansi().string(text);
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
