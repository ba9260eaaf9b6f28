package io.plimsoll.system.staleness;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Goes through faults under load, and judges every answer. */
final class Checker {
  private final Rig rig;
  private final Load load;
  private final EpochMeter epochs;
  private final List<Row> rows = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();

  Checker(Rig rig, Load load, EpochMeter epochs) {
    this.rig = rig;
    this.load = load;
    this.epochs = epochs;
  }

  /**
   * One fault, until the answers come from the cache again. What came since the last one is judged.
   *
   * @return the answers
   */
  List<Answer> run(Fault fault, Duration length, Random random) throws Exception {
    long began = System.nanoTime();
    long before = epochs.total();
    Stage stage = new Stage(rig, load, length, random);
    fault.strike().on(stage);
    stage.recovered();
    List<Answer> answers = load.drain();
    rig.caughtUp();
    Lost lost = stage.lost();
    Row row = judge(fault.name(), answers, lost);
    rows.add(
        row.plus(
            new Row(
                "",
                0,
                0,
                0,
                0,
                epochs.total() - before,
                0,
                0,
                lost.versions().size(),
                0,
                load.drainUnanswered(),
                Duration.ofNanos(System.nanoTime() - began).toSeconds())));
    return answers;
  }

  private Row judge(String scenario, List<Answer> answers, Lost lost) {
    Judge judge = new Judge(rig.history(), lost);
    Row sum = Row.none(scenario);
    for (Answer answer : answers) {
      Verdict verdict = judge.judge(answer);
      violations.addAll(verdict.violations());
      sum = sum.plus(row(answer, verdict));
    }
    return sum;
  }

  private static Row row(Answer answer, Verdict verdict) {
    return new Row(
        "",
        1,
        answer.hit() ? 1 : 0,
        answer.refused() ? 1 : 0,
        answer.bypassed() ? 1 : 0,
        0,
        verdict.violations().size(),
        verdict.token() ? 1 : 0,
        0,
        Duration.ofNanos(verdict.stalenessNanos()).toMillis(),
        0,
        0);
  }

  /** How many of the answers would be violations had they come this much later. */
  long violationsIfLater(List<Answer> answers, Duration by) throws SQLException {
    rig.caughtUp();
    Judge judge = new Judge(rig.history(), Lost.NOTHING);
    return answers.stream()
        .filter(answer -> !judge.judge(answer.later(by)).violations().isEmpty())
        .count();
  }

  List<Violation> violations() {
    return violations;
  }

  Row total() {
    return rows.stream().reduce(Row.none("all"), Row::plus);
  }

  /** One line for each scenario, and their sum. */
  String table() {
    StringBuilder text = new StringBuilder(Row.HEAD).append('\n');
    rows.forEach(row -> text.append(row.line()).append('\n'));
    return text.append(total().line()).append('\n').toString();
  }
}
