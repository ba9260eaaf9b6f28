package io.plimsoll.system.pgbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Child;
import io.plimsoll.local.server.Signal;
import io.plimsoll.local.server.Watchdog;
import io.plimsoll.local.stack.Layout;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code plimsoll up --postgres} on a database nobody here made, while {@code pgbench -c 4} writes
 * to it at full speed. Every answer is judged. System properties: {@code plimsoll.pgbench.seconds},
 * 120; {@code plimsoll.pgbench.seed}.
 */
final class PgbenchIT {
  private static final int SECONDS = Integer.getInteger("plimsoll.pgbench.seconds", 120);
  private static final long SEED = Long.getLong("plimsoll.pgbench.seed", 15);
  private static final List<String> QUERIES =
      List.of("account", "branch", "top-accounts", "history");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int SHOWN = 5;

  @TempDir private Path folder;
  private final Watchdog watchdog = Watchdog.start();
  private DebianPostgres postgres;

  @BeforeEach
  void start() throws SQLException {
    watchdog.removeIfOrphaned(folder);
    postgres = DebianPostgres.start(folder, watchdog);
    postgres.pgbench("-i", "-s", Integer.toString(Truth.BRANCHES), "-q");
  }

  @AfterEach
  void stop() {
    postgres.close();
    watchdog.close();
  }

  @Test
  void everyAnswer_whilePgbenchWrites_isPostgresOwn_withinTheBound() throws Exception {
    Path catalog = Layout.find().example("pgbench").resolve("catalog.yaml");
    try (Up up = Up.start(folder, postgres, catalog, watchdog);
        Readers readers = new Readers(up.api(), SEED);
        Visibility visibility = new Visibility(postgres.connect())) {
      readers.start(SEED);
      for (String query : QUERIES) {
        await("a hit of " + query).atMost(PATIENCE).until(() -> readers.hasHit(query));
      }
      Instant begun = Instant.now();
      write();
      List<Answer> answers =
          readers.end().stream().filter(answer -> answer.asked().isAfter(begun)).toList();
      try (Connection connection = postgres.connect()) {
        judge(up, readers, answers, Truth.read(connection, visibility));
      }
      assertThat(up.logLines()).as("the services' logs").isNotEmpty().noneMatch(PgbenchIT::isError);
      assertThat(up.stop()).isZero();
      assertThat(up.leftovers()).isEmpty();
      assertThat(slots()).as("a slot left behind would keep all WAL").isZero();
    }
  }

  private void write() {
    Child pgbench = postgres.startPgbench("-c", "4", "-T", Integer.toString(SECONDS));
    try {
      await("pgbench to end")
          .atMost(Duration.ofSeconds(SECONDS + 60))
          .until(() -> !pgbench.isAlive());
      assertThat(pgbench.awaitExit()).as(postgres.text("pgbench.log")).isZero();
    } finally {
      pgbench.stop(Signal.TERM, Duration.ofSeconds(5));
    }
  }

  private void judge(Up up, Readers readers, List<Answer> answers, Truth truth) {
    Judge judge = new Judge(truth);
    List<String> violations = judge.violations(answers);
    Report report = Report.of(answers, truth, up.collector(), postgres.text("pgbench.log"));
    System.out.println(report.text(violations.size()));
    assertThat(violations.stream().limit(SHOWN)).as("seed %d", SEED).isEmpty();
    assertThat(answers.stream().filter(answer -> answer.status() >= 500).limit(SHOWN)).isEmpty();
    for (String query : List.of("account", "history")) {
      long hits = answers.stream().filter(a -> a.hit() && of(a, query)).count();
      assertThat(hits).as("hits of %s while pgbench wrote", query).isPositive();
    }
    assertThat(judge.violations(answers.stream().map(Answer::muchLater).toList()).size())
        .as("the same answers, seconds later, are too old, and the judge notices")
        .isPositive();
    allAreCachedAndLast(readers, judge, answers);
  }

  private static boolean of(Answer answer, String query) {
    return answer.question().query().equals(query);
  }

  /** No change was lost: what was ever asked is cached again, as Postgres has it now. */
  private static void allAreCachedAndLast(Readers readers, Judge judge, List<Answer> answers) {
    Set<Question> asked = answers.stream().map(Answer::question).collect(Collectors.toSet());
    List<Answer> first = asked.stream().map(readers::get).toList();
    assertThat(judge.violations(first)).isEmpty();
    for (Answer answer : first) {
      if (!answer.hit() || !judge.isLast(answer)) {
        await("a hit as Postgres has it now, after " + answer)
            .atMost(PATIENCE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> readers.get(answer.question()), a -> a.hit() && judge.isLast(a));
      }
    }
  }

  private static boolean isError(String line) {
    return line.contains("level=ERROR") || line.contains("code=internal");
  }

  private int slots() throws SQLException {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from pg_replication_slots")) {
      count.next();
      return count.getInt(1);
    }
  }
}
