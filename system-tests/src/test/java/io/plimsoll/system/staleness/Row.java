package io.plimsoll.system.staleness;

/** What was counted in one scenario, or in all; a line of the table. */
record Row(
    String scenario,
    long judged,
    long hits,
    long refusals,
    long bypasses,
    long epochs,
    long violations,
    long tokens,
    long lost,
    long worstMillis,
    long unanswered,
    long seconds) {
  static final String HEAD =
      "%-36s %8s %8s %8s %8s %6s %10s %7s %5s %9s %10s %4s"
          .formatted(
              "scenario",
              "judged",
              "hits",
              "refused",
              "bypassed",
              "epochs",
              "violations",
              "tokens",
              "lost",
              "worst ms",
              "unanswered",
              "s");

  Row plus(Row other) {
    return new Row(
        scenario,
        judged + other.judged,
        hits + other.hits,
        refusals + other.refusals,
        bypasses + other.bypasses,
        epochs + other.epochs,
        violations + other.violations,
        tokens + other.tokens,
        lost + other.lost,
        Math.max(worstMillis, other.worstMillis),
        unanswered + other.unanswered,
        seconds + other.seconds);
  }

  static Row none(String scenario) {
    return new Row(scenario, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  String line() {
    return "%-36s %8d %8d %8d %8d %6d %10d %7d %5d %9d %10d %4d"
        .formatted(
            scenario,
            judged,
            hits,
            refusals,
            bypasses,
            epochs,
            violations,
            tokens,
            lost,
            worstMillis,
            unanswered,
            seconds);
  }
}
