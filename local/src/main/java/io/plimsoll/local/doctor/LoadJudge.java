package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Judges connections, long transactions and the clock of Postgres. */
final class LoadJudge {
  private static final int CAPTURE_CONNECTIONS = 4;
  private static final Duration LONG_WRITER = Duration.ofMinutes(1);
  private static final Duration LONG_READER = Duration.ofMinutes(10);
  private static final Rule CONNECTIONS =
      new Rule(
          "postgres-connections",
          "room for the pools of every API instance (pool.max for each role) and %d connections of the worker"
              .formatted(CAPTURE_CONNECTIONS),
          "a connection that Postgres refuses is a request answered 503");
  private static final Rule TRANSACTIONS =
      new Rule(
          "postgres-long-transactions",
          "no transaction that has written and is open for longer than %s"
              .formatted(Sizes.time(LONG_WRITER)),
          "an open transaction holds back xmin: answers that read a busy table are served and not stored until it ends,"
              + " and a new slot waits for it");
  private static final Rule CLOCK =
      new Rule(
          "postgres-clock",
          "within 1 s of this machine's",
          "no answer depends on it; times in logs and in plimsoll.ddl are compared with others");

  private LoadJudge() {}

  /**
   * The judgement.
   *
   * @param pool pool.max of an API instance
   * @param instances how many
   */
  static List<Finding> judge(LoadFacts facts, int pool, int instances) {
    List<Finding> findings = new ArrayList<>();
    findings.add(connections(facts, pool, instances));
    findings.addAll(transactions(facts.transactions()));
    findings.addAll(Clock.judge(CLOCK, facts.clockAhead(), facts.roundTrip()));
    return findings;
  }

  private static Finding connections(LoadFacts facts, int pool, int instances) {
    int needed = 2 * pool * instances + CAPTURE_CONNECTIONS;
    int usable = facts.maxConnections() - facts.reserved();
    String found =
        "%d needed (2 pools of %d for %d API instance%s, and the worker), %d usable of %d, %d in use by others"
            .formatted(
                needed,
                pool,
                instances,
                instances == 1 ? "" : "s",
                usable,
                facts.maxConnections(),
                facts.others());
    Fix fix =
        new Fix.Advice(
            "lower pool.max, or alter system set max_connections = %d; -- then restart PostgreSQL"
                .formatted(needed + facts.reserved() + facts.others() + 20));
    if (needed > usable) {
      return CONNECTIONS.fail(found, fix);
    }
    return needed > usable - facts.others() ? CONNECTIONS.warn(found, fix) : CONNECTIONS.ok(found);
  }

  private static List<Finding> transactions(List<LoadFacts.Transaction> open) {
    List<Finding> findings = new ArrayList<>();
    for (LoadFacts.Transaction one : open) {
      Duration limit = one.writes() ? LONG_WRITER : LONG_READER;
      if (one.age().compareTo(limit) > 0) {
        findings.add(
            TRANSACTIONS.warn(
                "%s: open for %s, %s"
                    .formatted(
                        one.who(),
                        Sizes.time(one.age()),
                        one.writes() ? "has written" : "has only read"),
                new Fix.Advice(one.end())));
      }
    }
    return findings.isEmpty() ? List.of(TRANSACTIONS.ok("none")) : findings;
  }
}
