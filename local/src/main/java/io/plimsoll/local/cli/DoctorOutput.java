package io.plimsoll.local.cli;

import io.plimsoll.local.doctor.Finding;
import io.plimsoll.local.doctor.Fixer;
import io.plimsoll.local.doctor.Status;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;

/** What `doctor` prints. */
final class DoctorOutput {
  private final PrintWriter out;
  private final Ansi ansi;

  /** A finding as `--json` prints it. */
  record Line(
      String id,
      String status,
      String found,
      String wanted,
      String why,
      String fix,
      boolean safe) {}

  DoctorOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void text(List<Finding> findings, List<Fixer.Outcome> fixes) {
    for (Fixer.Outcome outcome : fixes) {
      boolean done = outcome.error().isEmpty();
      out.println(
          ansi.string(done ? "@|green fixed|@    " : "@|red not fixed|@ ")
              + outcome.id()
              + ": "
              + outcome.text());
      if (!done) {
        out.println("          " + outcome.error());
      }
    }
    String server = "";
    for (Finding finding : findings) {
      if (!finding.server().equals(server)) {
        server = finding.server();
        out.println(title(server));
      }
      print(finding);
    }
    out.println(summary(findings));
    out.flush();
  }

  private void print(Finding finding) {
    out.println("  %s %-28s %s".formatted(label(finding.status()), finding.id(), finding.found()));
    if (finding.status() == Status.OK) {
      return;
    }
    out.println("          wanted: " + finding.wanted());
    out.println("          why:    " + finding.why());
    if (!finding.fix().text().isEmpty()) {
      out.println(
          "          %s %s"
              .formatted(
                  finding.fix().safe() ? "fix (--fix runs it):" : "fix:   ", finding.fix().text()));
    }
  }

  private String label(Status status) {
    return ansi.string(
        switch (status) {
          case OK -> "@|green ok|@     ";
          case WARN -> "@|yellow warn|@   ";
          case FAIL -> "@|red fail|@   ";
          case UNKNOWN -> "@|faint unknown|@";
        });
  }

  private static String title(String server) {
    return server.substring(0, 1).toUpperCase(Locale.ROOT) + server.substring(1);
  }

  private static String summary(List<Finding> findings) {
    return "%d ok, %d to consider, %d failed, %d unknown"
        .formatted(
            count(findings, Status.OK),
            count(findings, Status.WARN),
            count(findings, Status.FAIL),
            count(findings, Status.UNKNOWN));
  }

  private static long count(List<Finding> findings, Status status) {
    return findings.stream().filter(finding -> finding.status() == status).count();
  }

  void json(List<Finding> findings, List<Fixer.Outcome> fixes) {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("findings", findings.stream().map(DoctorOutput::line).toList());
    report.put("fixes", fixes);
    Map<String, Long> summary = new LinkedHashMap<>();
    for (Status status : Status.values()) {
      summary.put(name(status), count(findings, status));
    }
    report.put("summary", summary);
    out.println(StateFolder.json(report));
    out.flush();
  }

  private static Line line(Finding finding) {
    return new Line(
        finding.id(),
        name(finding.status()),
        finding.found(),
        finding.wanted(),
        finding.why(),
        finding.fix().text(),
        finding.fix().safe());
  }

  private static String name(Status status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
