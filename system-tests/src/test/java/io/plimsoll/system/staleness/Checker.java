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
    answers.stream()
        .filter(stage::isOfPromoted)
        .forEach(
            answer -> violations.add(new Violation(Violation.Rule.OF_PROMOTED, answer.toString())));
    Lost lost = stage.lost();
    rows.add(
        judge(fault.name(), answers, lost)
            .plus(Column.EPOCHS, epochs.total() - before)
            .plus(Column.LOST, lost.versions().size())
            .plus(Column.UNANSWERED, load.drainUnanswered())
            .plus(Column.SECONDS, Duration.ofNanos(System.nanoTime() - began).toSeconds()));
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
    boolean standby = answer.fromStandby();
    return Row.none("")
        .plus(Column.JUDGED, 1)
        .plus(Column.HITS, answer.hit())
        .plus(Column.REFUSED, answer.refused())
        .plus(Column.BYPASSED, answer.bypassed())
        .plus(Column.PRIMARY, answer.source().equals("primary"))
        .plus(Column.STANDBY, standby)
        .plus(Column.TOKENS, verdict.token())
        .plus(Column.STANDBY_TOKENS, verdict.token() && standby)
        .plus(Column.VIOLATIONS, verdict.violations().size())
        .plus(Column.WORST_MILLIS, Duration.ofNanos(verdict.stalenessNanos()).toMillis());
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
    StringBuilder text = new StringBuilder(Row.head()).append('\n');
    rows.forEach(row -> text.append(row.line()).append('\n'));
    return text.append(total().line()).append('\n').toString();
  }
}
