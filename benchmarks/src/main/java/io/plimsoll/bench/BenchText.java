package io.plimsoll.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Results for people: one line for each group of figures and each bar. */
final class BenchText {
  private static final double GIB = 1L << 30;

  private BenchText() {}

  static String head(BenchResult result) {
    return head(result.command(), result.quick(), result.machine());
  }

  static String head(String command, boolean quick, Machine machine) {
    return """
    command   %s%s
    machine   %s, %d cores, %.1f GiB, load %.1f; load generator and servers share it
    system    %s; JDK %s
    latency   open loops count from the time a request was due
    """
        .formatted(
            command,
            quick ? "   (quick: figures are provisional)" : "",
            machine.cpu(),
            machine.cores(),
            machine.memoryBytes() / GIB,
            machine.loadAverage(),
            machine.os(),
            machine.jdk());
  }

  static String of(Section section) {
    StringBuilder text = new StringBuilder("\n").append(section.title()).append('\n');
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Figure figure : section.figures()) {
      groups
          .computeIfAbsent(figure.group(), any -> new ArrayList<>())
          .add(figure.name() + " " + number(figure.value(), figure.unit()));
    }
    groups.forEach((group, figures) ->
        text.append("  %-34s %s%n".formatted(group, String.join(" · ", figures))));
    section.bars().forEach(bar -> text.append("  ").append(line(bar)).append('\n'));
    return text.toString();
  }

  static String line(Bar bar) {
    return "%s  %s: %s (bar %s %s)"
        .formatted(
            bar.passed() ? "pass" : "FAIL",
            bar.name(),
            number(bar.actual(), bar.unit()),
            bar.bound().sign(),
            number(bar.limit(), bar.unit()));
  }

  static String verdict(List<Section> sections) {
    List<Bar> failed =
        sections.stream().flatMap(s -> s.bars().stream()).filter(bar -> !bar.passed()).toList();
    if (failed.isEmpty()) {
      return "\nAll bars passed.\n";
    }
    StringBuilder text = new StringBuilder("\n%d bars failed:%n".formatted(failed.size()));
    failed.forEach(bar -> text.append("  ").append(line(bar)).append('\n'));
    return text.toString();
  }

  /** Three digits that mean something. */
  private static String number(double value, String unit) {
    String digits;
    if (value == Math.rint(value) || Math.abs(value) >= 1_000) {
      digits = "%,.0f";
    } else {
      digits = Math.abs(value) >= 100 ? "%.0f" : Math.abs(value) >= 10 ? "%.1f" : "%.2f";
    }
    return (String.format(Locale.ROOT, digits, value) + " " + unit).strip();
  }
}
