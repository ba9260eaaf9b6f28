package io.plimsoll.system.staleness;

import io.plimsoll.system.staleness.Violation.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether answers were allowed. To be asked when the slot has told everything that was
 * committed before the answers; a judge is good for one such moment. Not thread-safe.
 */
final class Judge {
  /** What clocks, sockets and a scheduler on a busy machine may add to the bound. */
  static final Duration SLACK = Duration.ofMillis(100);

  private final History history;
  private final Lost lost;
  private final Map<Unit, Timeline> timelines = new HashMap<>();
  private final Map<Long, Optional<Commit>> byVersion = new HashMap<>();

  Judge(History history, Lost lost) {
    this.history = history;
    this.lost = lost;
  }

  Verdict judge(Answer answer) {
    List<Violation> violations = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    answer
        .seen()
        .forEach((unit, seen) -> {
          Timeline timeline = timelines.computeIfAbsent(unit, history::timeline);
          int last = timeline.last(answer.kind(), seen);
          if (last >= 0) {
            findings.add(finding(answer, unit, seen, timeline, last));
          } else if (!wasReadable(answer, seen)) {
            violations.add(never(answer, unit, seen, timeline));
          }
        });
    long worst = 0;
    for (Finding finding : findings) {
      worst = Math.max(worst, finding.stalenessNanos(answer.asked()));
      check(answer, finding).ifPresent(violations::add);
    }
    Torn.find(findings).map(f -> violation(Rule.TORN, answer, f)).ifPresent(violations::add);
    return new Verdict(violations, worst, answer.after().filter(history::knows).isPresent());
  }

  private static Finding finding(Answer answer, Unit unit, Seen seen, Timeline timeline, int last) {
    long oldest = answer.asked() - answer.kind().bound().plus(SLACK).toNanos();
    return new Finding(unit, timeline, timeline.first(answer.kind(), seen, last, oldest), last);
  }

  private boolean wasReadable(Answer answer, Seen seen) {
    return lost.shows(seen)
        && answer.asked() - answer.kind().bound().plus(SLACK).toNanos() <= lost.until();
  }

  /** A version nobody committed, or versions of different moments. */
  private Violation never(Answer answer, Unit unit, Seen seen, Timeline timeline) {
    boolean allCommitted = seen.versions().stream().allMatch(history::knows);
    int near = (int) Math.max(0, timeline.size() - 1L);
    return violation(
        allCommitted ? Rule.TORN : Rule.PHANTOM, answer, new Finding(unit, timeline, near, near));
  }

  private Optional<Violation> check(Answer answer, Finding finding) {
    long staleness = finding.stalenessNanos(answer.asked());
    int last = finding.last();
    if (staleness > answer.kind().bound().plus(SLACK).toNanos()) {
      return Optional.of(violation(Rule.TOO_OLD, answer, finding));
    }
    if (answer.age().filter(age -> staleness > age.plus(SLACK).toNanos()).isPresent()) {
      return Optional.of(violation(Rule.OLDER_THAN_IT_SAYS, answer, finding));
    }
    if (answer.asOf().filter(lsn -> finding.timeline().upTo(lsn) > last).isPresent()) {
      return Optional.of(violation(Rule.NOT_AS_OF, answer, finding));
    }
    if (answer.after().flatMap(this::commit).filter(c -> isBefore(finding, c)).isPresent()) {
      return Optional.of(violation(Rule.BEFORE_TOKEN, answer, finding));
    }
    return Optional.empty();
  }

  private Optional<Commit> commit(long version) {
    return byVersion.computeIfAbsent(version, history::commit);
  }

  private static boolean isBefore(Finding finding, Commit commit) {
    return finding.timeline().indexOf(commit) > finding.last();
  }

  private Violation violation(Rule rule, Answer answer, Finding finding) {
    return new Violation(rule, Trace.of(rule, answer, finding, history));
  }
}
