package io.plimsoll.system.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.trace.TraceParent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transaction tells its trace by a message, whoever writes it, on real servers. */
final class CaptureTraceIT extends CaptureCase {
  private static final String ONE = TraceParent.begun().header();
  private static final String TWO = TraceParent.begun().header();
  private static final String NONE = "";

  private Records changes;

  @BeforeEach
  void readChanges() {
    changes = new Records(servers.kafka.bootstrap(), prefix + ".public.items", 3);
  }

  @AfterEach
  void closeChanges() {
    changes.close();
  }

  private static String message(boolean transactional, String prefix, String content) {
    return "select pg_logical_emit_message(%s, '%s', %s)".formatted(transactional, prefix, content);
  }

  private static String trace(String traceparent) {
    return message(true, "plimsoll.trace", "'" + traceparent + "'");
  }

  private static String row(int id) {
    return "insert into items values (%d, 1, 'a')".formatted(id);
  }

  /** Of the row's records, in their order. */
  private List<String> tracesOf(int id) {
    return changes.all().stream()
        .filter(record -> new String(record.key(), UTF_8).equals("{\"id\":" + id + "}"))
        .map(Records::traceOf)
        .toList();
  }

  /** Waits for the last of them, and that nothing was taken for missing. */
  private void untilTransactions(int count) {
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(count));
    assertThat(records.gaps()).as("nothing counted wrong").containsExactly("slot-created");
    assertChain();
  }

  @Test
  void trace_isThatOfTheRowsBehindIt_theTombstoneAndTheRecord() throws SQLException {
    servers.inTransaction(row(1), trace(ONE), row(2), "delete from items where id = 2");
    servers.execute(row(3));

    untilTransactions(2);
    await().untilAsserted(() -> assertThat(tracesOf(3)).containsExactly(NONE));
    await().untilAsserted(() -> assertThat(tracesOf(2)).containsExactly(ONE, ONE, ONE));
    await().untilAsserted(() -> assertThat(tracesOf(1)).containsExactly(NONE));
    assertThat(records.all()).extracting(Records::traceOf).containsExactly(NONE, ONE, NONE);
  }

  @Test
  void transactionsThatInterleave_keepTheirOwn() throws SQLException {
    try (Connection first = servers.postgres.connect("postgres");
        Connection second = servers.postgres.connect("postgres");
        Connection third = servers.postgres.connect("postgres");
        Statement one = first.createStatement();
        Statement two = second.createStatement();
        Statement none = third.createStatement()) {
      for (Connection connection : List.of(first, second, third)) {
        connection.setAutoCommit(false);
      }
      one.execute(trace(ONE));
      none.execute(row(30));
      two.execute(trace(TWO));
      one.execute(row(10));
      two.execute(row(20));
      servers.execute(message(false, "plimsoll.trace", "'" + TWO + "'"));
      none.execute(row(31));
      one.execute(row(11));
      second.commit();
      third.commit();
      first.commit();
    }

    untilTransactions(3);
    for (int id : List.of(10, 11)) {
      await().untilAsserted(() -> assertThat(tracesOf(id)).containsExactly(ONE));
    }
    await().untilAsserted(() -> assertThat(tracesOf(20)).containsExactly(TWO));
    for (int id : List.of(30, 31)) {
      await().untilAsserted(() -> assertThat(tracesOf(id)).containsExactly(NONE));
    }
    assertThat(records.all()).extracting(Records::traceOf).containsExactly(NONE, TWO, NONE, ONE);
  }

  @Test
  void messageThatIsNoTraceparent_isPassedOver_andTheStreamGoesOn() throws SQLException {
    servers.inTransaction(trace("rubbish"), row(1));
    servers.inTransaction(
        trace(""),
        message(true, "plimsoll.trace", "'\\x00ff00c0'::bytea"),
        message(true, "plimsoll.trace", "repeat('x', 3000000)"),
        row(2));
    servers.inTransaction(trace(ONE), trace(ONE + " "), row(3));
    servers.inTransaction(
        message(true, "plimsoll.tracer", "'" + ONE + "'"),
        message(true, "xplimsoll.trace", "'" + ONE + "'"),
        message(true, "plimsoll-trace", "'" + ONE + "'"),
        message(false, "plimsoll.trace", "'" + ONE + "'"),
        row(4));
    servers.execute(trace("alone"), trace(ONE));

    untilTransactions(6);
    await().untilAsserted(() -> assertThat(tracesOf(4)).containsExactly(NONE));
    await().untilAsserted(() -> assertThat(tracesOf(3)).containsExactly(ONE));
    await().untilAsserted(() -> assertThat(tracesOf(2)).containsExactly(NONE));
    await().untilAsserted(() -> assertThat(tracesOf(1)).containsExactly(NONE));
  }

  @Test
  void whatIsRolledBack_leavesNoTrace() throws SQLException {
    try (Connection connection = servers.postgres.connect("postgres");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(trace(ONE));
      statement.execute(row(1));
      connection.rollback();
      statement.execute(row(2));
      connection.commit();
    }
    servers.inTransaction(
        "savepoint before", trace(ONE), row(3), "rollback to savepoint before", row(4));

    untilTransactions(2);
    await().untilAsserted(() -> assertThat(tracesOf(4)).containsExactly(NONE));
    await().untilAsserted(() -> assertThat(tracesOf(2)).containsExactly(NONE));
    assertThat(records.all()).extracting(Records::traceOf).containsOnly(NONE);
  }

  /** The slot resumes before the transaction: its message comes again with it. */
  @Test
  void transactionReadAfterARestart_hasItsTrace() throws SQLException {
    capture.close();
    servers.inTransaction(trace(ONE), row(1));

    capture = start();

    untilTransactions(1);
    await().untilAsserted(() -> assertThat(tracesOf(1)).containsExactly(ONE));
  }
}
