package io.plimsoll.local.cli;

import io.plimsoll.local.explain.Explanation;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Prints an explanation, for people or for scripts. */
final class ExplainOutput {
  private final PrintWriter out;
  private final Ansi ansi;

  ExplainOutput(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  void json(Explanation explanation) {
    out.println(StateFolder.json(explanation));
    out.flush();
  }

  void text(Explanation e) {
    out.println(ansi.string("@|bold " + e.query() + "|@") + "  " + e.path());
    out.println(
        ansi.string(
            e.cacheable()
                ? "@|green cached|@: every change that can alter an answer ends it"
                : "@|red not cached|@: served from Postgres each time"));
    lines("because", e.obstacles());
    lines("reads", e.relations());
    for (Explanation.Rows rows : e.rows()) {
      lines("rows", List.of(rows.tags(), "  as " + rows.why()));
    }
    lines("tags", e.tags());
    for (Explanation.Effect effect : e.effects()) {
      effect
          .ended()
          .forEach((change, what) ->
              lines("ended by", List.of(change + " on " + effect.table() + ": " + what)));
    }
    lines("also reads", e.reads());
    lines("plan", e.plan());
    lines("hint", e.hints());
    out.flush();
  }

  private void lines(String label, List<String> texts) {
    String shown = label;
    for (String text : texts) {
      out.println("  %-10s %s".formatted(shown, text).stripTrailing());
      shown = "";
    }
  }
}
