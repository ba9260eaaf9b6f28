package io.plimsoll.system.analysis;

import io.plimsoll.core.analysis.Analysis;
import io.plimsoll.core.analysis.Finding;
import io.plimsoll.core.analysis.PlanText;
import io.plimsoll.core.analysis.Relation;
import io.plimsoll.core.catalog.Param;
import io.plimsoll.core.catalog.QueryDef;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An analysis in the words of the cases. */
final class Told {
  private Told() {}

  static List<String> lines(QueryDef query, Analysis analysis) {
    if (!analysis.refused().isEmpty()) {
      return analysis.refused().stream().map(f -> "refused" + at(f) + ": " + f.what()).toList();
    }
    if (!analysis.findings().isEmpty()) {
      return analysis.findings().stream()
          .map(f -> "uncacheable " + f.code() + at(f) + ": " + f.what())
          .toList();
    }
    PlanText text =
        new PlanText(
            query.params().stream()
                .filter(Param::nullable)
                .map(Param::name)
                .collect(Collectors.toSet()));
    List<String> lines = new ArrayList<>();
    text.lines(analysis.plan()).forEach(line -> lines.add(line.toString()));
    List<String> views =
        analysis.relations().stream().filter(r -> r.kind() == 'v').map(Relation::name).toList();
    if (!views.isEmpty()) {
      lines.add("views " + String.join(" ", views));
    }
    return lines.stream().map(line -> line.replace("public.", "")).distinct().toList();
  }

  private static String at(Finding finding) {
    return finding.at().map(p -> " at " + p.line() + ":" + p.column()).orElse("");
  }

  /**
   * Whether a line is the expected one. Reasons are compared where they are written, places too; of
   * messages a part is enough.
   */
  static boolean matches(String expected, String told) {
    if (expected.startsWith("uncacheable ") || expected.startsWith("refused ")) {
      int colon = expected.indexOf(": ");
      String head = colon < 0 ? expected : expected.substring(0, colon);
      String message = colon < 0 ? "" : expected.substring(colon + 2);
      boolean placed = told.startsWith(head + ":") || told.startsWith(head + " at ");
      return placed && told.contains(message);
    }
    return told.equals(expected) || told.startsWith(expected + " because ");
  }
}
