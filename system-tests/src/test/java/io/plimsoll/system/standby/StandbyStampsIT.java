package io.plimsoll.system.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.local.stack.Service;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a standby's stamp may claim. Each scenario runs twice: with the rule, which refuses the old
 * answer, and with the stamp that the rule forbids, which leaves it in the cache for its whole TTL.
 */
final class StandbyStampsIT {
  private static final long GATE = 4711;
  private static final String REPLAYED = "select pg_last_wal_replay_lsn()";

  private static StandbyStack stack;

  @BeforeAll
  static void start() {
    stack = StandbyStack.start(1, Service.CDC);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  private static String body(Answer answer) {
    return new String(answer.content().body(), StandardCharsets.UTF_8);
  }

  private static boolean stored(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Fetched fetched && fetched.stored();
  }

  private static boolean refusedForMark(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Fetched fetched
        && fetched.refused().equals(Optional.of(Reason.MARK));
  }

  private static OriginRead stamped(OriginRead read, Stamp stamp) {
    return new OriginRead(
        read.content(),
        stamp,
        read.incarnation(),
        read.schemaChecked(),
        read.position(),
        read.source(),
        read.age(),
        read.sqlMicros());
  }

  /** Until the standby answers, and what it answers is stored. */
  private static void warm(StandbyInstance instance, String kind) {
    long[] row = {3_000};
    StandbyStack.until(
        "a stored answer of the standby",
        () -> {
          Answer answer = instance.read(instance.article(), kind, ++row[0]);
          return stored(answer)
              && answer.outcome() instanceof Answer.Outcome.Fetched fetched
              && fetched.source().equals("standby-1");
        });
  }

  @Test
  void transactionRunningDuringTheRead_leavesNoOldAnswer() throws Exception {
    Answer after = readWhileRunning(10, UnaryOperator.identity());
    assertThat(body(after)).contains("Committed 10");
  }

  @Test
  void sameRead_stampedWithTheStandbysSnapshot_leavesTheOldAnswer() throws Exception {
    String snapshot = "select pg_current_snapshot()::text";
    Answer after =
        readWhileRunning(
            11,
            origin ->
                request ->
                    stamped(
                        origin.read(request),
                        Stamp.Primary.parse(stack.sql(stack.standby(0), snapshot))));
    assertThat(body(after)).as("so the test above can fail").doesNotContain("Committed 11");
  }

  /** A row's change is not committed when it is read, and applied before the answer is offered. */
  private static Answer readWhileRunning(long row, UnaryOperator<Origin> stamp) throws Exception {
    boolean[] armed = {false};
    StandbyInstance[] self = new StandbyInstance[1];
    try (Connection writer = connect();
        StandbyInstance instance =
            new StandbyInstance(
                stack,
                routed ->
                    request -> {
                      OriginRead read = stamp.apply(routed).read(request);
                      if (armed[0]) {
                        armed[0] = false;
                        commit(writer, self[0]);
                      }
                      return read;
                    })) {
      self[0] = instance;
      warm(instance, "running-" + row);
      begin(writer, "update articles set title = 'Committed %d' where id = %d".formatted(row, row));
      // Everything a standby's snapshot counts from is behind the writer's id.
      stack.sqlReplayed(0, "update articles set title = title where id = 5000");
      instance.awaitApplied(Lsn.parse(stack.sql(stack.standby(0), REPLAYED)));
      armed[0] = true;
      Answer during = instance.read(instance.article(), "running", row);
      assertThat(armed[0]).as("the origin was asked").isFalse();
      assertThat(body(during)).as("what was committed then").doesNotContain("Committed");
      return instance.read(instance.article(), "running", row);
    }
  }

  @Test
  void commitReplayedDuringTheRead_isNotClaimed() throws Exception {
    Answer during = readAtTheGate(20, UnaryOperator.identity());
    assertThat(body(during)).doesNotContain("Committed");
    assertThat(refusedForMark(during)).as("%s", during).isTrue();
  }

  @Test
  void sameRead_stampedAfterwards_leavesTheOldAnswer() throws Exception {
    Answer during =
        readAtTheGate(
            21,
            origin ->
                request -> {
                  OriginRead read = origin.read(request);
                  Lsn after = Lsn.parse(stack.sql(stack.standby(0), REPLAYED));
                  return stamped(read, new Stamp.UpTo(after));
                });
    assertThat(body(during)).doesNotContain("Committed");
    assertThat(stored(during)).as("so the test above can fail: %s", during).isTrue();
  }

  /** Replay may cancel a read, which the primary answers then: no such read is meant here. */
  private static Answer readAtTheGate(long row, UnaryOperator<Origin> stamp) throws Exception {
    for (long next = row; next < row + 100; next += 10) {
      Answer answer = readOnceAtTheGate(next, stamp);
      if (answer.outcome() instanceof Answer.Outcome.Fetched fetched
          && fetched.source().equals("standby-1")) {
        return answer;
      }
    }
    throw new AssertionError("replay has cancelled each of ten reads");
  }

  /** The query waits with its snapshot taken while a change is committed, replayed and applied. */
  private static Answer readOnceAtTheGate(long row, UnaryOperator<Origin> stamp) throws Exception {
    try (StandbyInstance instance = new StandbyInstance(stack, stamp);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Connection gate =
            DriverManager.getConnection(
                stack.standby(0).jdbcUrl(), stack.standby(0).user(), stack.standby(0).password());
        Statement hold = gate.createStatement()) {
      warm(instance, "gate-" + row);
      hold.execute("select pg_advisory_lock(%d)".formatted(GATE));
      CompletableFuture<Answer> read =
          CompletableFuture.supplyAsync(() -> instance.read(waiting(), "gate", row), threads);
      StandbyStack.until(
          "the read to wait",
          () ->
              stack
                  .sql(
                      stack.standby(0),
                      "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                  .equals("1"));
      stack.sqlReplayed(
          0, "update articles set title = 'Committed %d' where id = %d".formatted(row, row));
      instance.awaitApplied(Lsn.parse(stack.sql(stack.standby(0), REPLAYED)));
      hold.execute("select pg_advisory_unlock(%d)".formatted(GATE));
      return read.join();
    }
  }

  private static QueryDef waiting() {
    Catalog catalog =
        CatalogParser.parse(
            "waiting.yaml",
            """
            queries:
              waiting:
                get: /waiting/{id}
                params: { id: bigint }
                sql: |
                  select a.title, pg_advisory_xact_lock_shared(%d)::text as waited
                  from articles a where a.id = :id
                one: true
                ttl: 1h
                max-staleness: 20s
            """
                .formatted(GATE));
    return catalog.queries().getFirst();
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        stack.primary().jdbcUrl(), stack.primary().user(), stack.primary().password());
  }

  private static void begin(Connection writer, String sql) throws SQLException {
    writer.setAutoCommit(false);
    try (Statement statement = writer.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void commit(Connection writer, StandbyInstance instance) {
    try {
      writer.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    instance.awaitApplied(Lsn.parse(stack.sql("select pg_current_wal_flush_lsn()")));
  }
}
