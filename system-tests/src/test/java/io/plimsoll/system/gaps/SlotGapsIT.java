package io.plimsoll.system.gaps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.cdc.capture.Capture;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The replication slot lost, moved, given up, taken. */
final class SlotGapsIT {
  private static final String DROP = "select pg_drop_replication_slot('plimsoll')";
  private static final String CREATE =
      "select pg_create_logical_replication_slot('plimsoll', 'pgoutput')";

  private static GapStack gaps;

  @BeforeAll
  static void start() {
    gaps = GapStack.start(stack -> stack.postgresSetting("wal_sender_timeout", "10s"));
  }

  @AfterAll
  static void stop() {
    gaps.close();
  }

  @Test
  void droppedWhileRunning_isMadeAnew() {
    Witness witness = Witness.cached(gaps);
    long before = gaps.epochs("slot-created");

    // One transaction: the next slot begins behind it, so its change is told to nobody.
    gaps.sql(
        """
        do $$ begin
          perform pg_terminate_backend(active_pid, 5000) from pg_replication_slots;
          perform pg_drop_replication_slot('plimsoll');
          %s;
        end $$\
        """
            .formatted(witness.update("new")));

    witness.changed().heals("slot-created");
    await().until(() -> gaps.epochs("slot-created") > before);
    assertThat(gaps.published("slot-created")).isPositive();
    assertThat(gaps.sqlValue("select failover::text from pg_replication_slots")).isEqualTo("true");
  }

  @Test
  void recreatedByAnotherWhileDown_isSeenByItsPosition_andGetsFailover() {
    Witness witness = Witness.cached(gaps);
    gaps.stopWorker();
    witness.change();
    gaps.sql(DROP, CREATE);

    gaps.worker().start();

    witness.heals("slot-ahead");
    assertThat(gaps.sqlValue("select failover::text from pg_replication_slots")).isEqualTo("true");
  }

  /** Debezium would stream from wherever the slot stands then. */
  @Test
  void advancedBetweenTheCheckAndTheStream_isSeenBeforeAnythingIsPublished() throws Exception {
    Witness witness = Witness.cached(gaps);
    gaps.stopWorker();
    try (Connection connection = gaps.connect(gaps.stack().endpoints().postgres().jdbcUrl());
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("lock table pg_inherits"); // read by the capture behind its check
      gaps.worker().spawn();
      await("the capture is behind its check")
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              gaps.sqlValue(
                      "select count(*) from pg_stat_activity where application_name = 'plimsoll-capture' and wait_event_type = 'Lock'")
                  .equals("1"));
      witness.change();
      gaps.sql("select pg_replication_slot_advance('plimsoll', pg_current_wal_lsn())");
      connection.rollback();
    }

    witness.heals("slot-ahead");
    assertThat(gaps.workerLog()).anyMatch(line -> line.contains("code=slot-moved"));
  }

  @Test
  void invalidatedWhileTheWorkerHangs_isMadeAnew() {
    Witness witness = Witness.cached(gaps);
    gaps.sql("alter system set max_slot_wal_keep_size = '1MB'", "select pg_reload_conf()");
    gaps.worker().pause();
    witness.change();
    for (int i = 0; i < 3; i++) {
      gaps.sql("create table filler (x int)", "drop table filler", "select pg_switch_wal()");
    }
    gaps.sql("checkpoint");
    assertThat(gaps.sqlValue("select wal_status from pg_replication_slots")).isEqualTo("lost");

    gaps.worker().resume();

    witness.heals("slot-lost");
    gaps.sql("alter system reset max_slot_wal_keep_size", "select pg_reload_conf()");
  }

  @Test
  void ofAnotherDatabase_isLeftAlone_untilItIsDroppedThere() throws Exception {
    Witness witness = Witness.cached(gaps);
    gaps.stopWorker();
    witness.change();
    gaps.sql(DROP);
    String other = gaps.stack().postgres().jdbcUrl("postgres");
    try (Connection connection = gaps.connect(other);
        Statement statement = connection.createStatement()) {
      statement.execute(CREATE);
      gaps.worker().spawn();
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> gaps.workerProblems().contains("slot-foreign"));
      assertThat(gaps.workerProblems()).contains("of database postgres");
      assertThat(gaps.get(witness.path()).body()).contains("new ");
      statement.execute(DROP);
    }

    witness.heals("slot-created");
  }

  @Test
  void heldByAnotherWorker_isWaitedFor_andTakenOver() {
    long epochs = allEpochs();
    Witness witness = Witness.cached(gaps);
    try (Capture second = gaps.anotherCapture()) {
      await("the second one says so")
          .until(() -> second.problem().map(p -> p.startsWith("slot-active:")).orElse(false));
      assertThat(second.problem().orElse("")).contains("client 127.0.0.1", "takes over");

      gaps.worker().kill();

      await("the second one streams")
          .atMost(Duration.ofSeconds(30))
          .until(() -> second.problem().isEmpty());
      witness.change();
      gaps.worker().spawn();
      await("the first one waits")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> gaps.workerProblems().contains("slot-active"));
      witness.heals();
    }
    List<String> told =
        gaps.workerLog().stream().filter(line -> line.contains("code=slot-active")).toList();
    await("the first one streams again")
        .atMost(Duration.ofSeconds(30))
        .until(() -> !gaps.workerProblems().contains("slot-active"));
    assertThat(told).as("told once, not at each try").hasSize(1);
    assertThat(allEpochs()).as("nothing was lost, so nothing was emptied").isEqualTo(epochs);
  }

  private static long allEpochs() {
    return gaps.workerLog().stream().filter(line -> line.contains("event=epoch")).count();
  }
}
