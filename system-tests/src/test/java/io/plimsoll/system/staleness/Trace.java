package io.plimsoll.system.staleness;

import java.util.Map;
import java.util.stream.Collectors;

/** A violation told in full: the answer, and the commits of its unit around it. */
final class Trace {
  private static final int BEFORE = 2;
  private static final int AFTER = 8;

  private Trace() {}

  static String of(Violation.Rule rule, Answer answer, Finding finding, History history) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: GET %s took %d ms, status %d%n"
            .formatted(
                rule,
                answer.kind().path(answer.id()),
                millis(answer.answered() - answer.asked()),
                answer.status()));
    text.append("  Cache-Status: %s%n".formatted(answer.cacheStatus()));
    text.append("  Plimsoll-Freshness: %s%n".formatted(answer.freshness()));
    answer.after().ifPresent(v -> text.append("  Plimsoll-After: token of %d%n".formatted(v)));
    text.append("  %s%n".formatted(answer.body()));
    text.append(
        "  %s can be of steps %d to %d; times in ms before the question:%n"
            .formatted(finding.unit(), finding.first(), finding.last()));
    steps(text, answer, finding, history);
    if (answer.kind() == Kind.BOXES || answer.kind() == Kind.TOTALS) {
      text.append("  all: %s%n".formatted(others(answer)));
    }
    return text.toString();
  }

  private static void steps(StringBuilder text, Answer answer, Finding finding, History history) {
    int from = Math.max(0, finding.first() - BEFORE);
    int to = Math.min(finding.timeline().size(), finding.last() + AFTER);
    for (int i = from; i < to; i++) {
      Step step = finding.timeline().step(i);
      Commit commit = step.commit();
      text.append(
          "  %s %d: version %d, xid %d, LSN %s, acknowledged %s, told %s: %s, with %s%n"
              .formatted(
                  i >= finding.first() && i <= finding.last() ? "->" : "  ",
                  i,
                  commit.version(),
                  commit.xid(),
                  commit.lsn(),
                  ago(answer, history.acknowledgedAt(commit.version())),
                  ago(answer, commit.received()),
                  step.state(),
                  commit.units()));
    }
  }

  private static String others(Answer answer) {
    return answer.seen().entrySet().stream()
        .sorted(Map.Entry.comparingByKey(java.util.Comparator.comparing(Unit::toString)))
        .map(entry -> entry.getKey() + "=" + entry.getValue().values())
        .collect(Collectors.joining(", "));
  }

  private static String ago(Answer answer, long nanos) {
    return nanos == Long.MAX_VALUE || nanos == Long.MIN_VALUE
        ? "never"
        : Long.toString(millis(answer.asked() - nanos));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
