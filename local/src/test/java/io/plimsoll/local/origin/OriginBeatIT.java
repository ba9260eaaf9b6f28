package io.plimsoll.local.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats: one at a time, each above everything that began before the one before it ended. */
class OriginBeatIT extends OriginServerIT {
  private TestDatabase database = new TestDatabase("", "");

  @BeforeEach
  void prepare() throws Exception {
    database = server().fresh("beats");
    database.run("create table t (id int primary key)");
    database.setUp("t");
  }

  @Test
  void beat_byCapture_updatesTheOneRow() throws SQLException {
    try (Connection capture = database.as("plimsoll_capture")) {
      Beat first = beat(capture, 1_000);
      Beat second = beat(capture, 2_000);

      assertThat(second.xid()).isGreaterThan(first.xid());
      assertThat(second.incarnation()).isEqualTo(first.incarnation());
      assertThat(first.incarnation()).matches("\\d+-\\d+-1-[0-9a-f-]{36}");
    }
    assertThat(
            database.columnAs(
                "plimsoll_reader",
                "select started_micros || ' ' || count(*) over () from plimsoll.heartbeat"))
        .containsExactly("2000 1");
    assertThat(database.columnAs("plimsoll_reader", "select token from plimsoll.incarnation"))
        .hasSize(1);
  }

  @Test
  void secondBeat_whileFirstIsOpen_getsItsXidAfterwards() throws Exception {
    try (Connection first = database.as("plimsoll_capture");
        Connection second = database.as("plimsoll_capture");
        Connection writer = database.as("plimsoll_writer")) {
      first.setAutoCommit(false);
      Beat early = beat(first, 1);
      CompletableFuture<Beat> waiting = CompletableFuture.supplyAsync(() -> beatUnchecked(second));
      await("the second beat waits for the lock")
          .atMost(Duration.ofSeconds(10))
          .until(() ->
              database
                  .column(
                      "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                  .equals(List.of("1")));
      // Assigned after the waiting beat was called and before the first one ends.
      writer.setAutoCommit(false);
      long between =
          Long.parseLong(TestDatabase.column(writer, "select pg_current_xact_id()").getFirst());

      first.commit();

      assertThat(between).isGreaterThan(early.xid());
      assertThat(waiting.get(10, java.util.concurrent.TimeUnit.SECONDS).xid())
          .isGreaterThan(between);
      writer.rollback();
    }
  }

  @Test
  void beat_inTransactionThatHasWritten_isRefused() throws SQLException {
    try (Connection connection = database.as("postgres")) {
      connection.setAutoCommit(false);
      TestDatabase.execute(connection, "insert into t values (1)");
      assertThatThrownBy(() -> beat(connection, 1)).hasMessageContaining("must be alone");
      connection.rollback();
    }
  }

  @Test
  void beat_prunesOldDdlRows_butNeverTheNewest() throws SQLException {
    database.run(
        "insert into plimsoll.ddl (relation, command, at)"
            + " select 'public.t', 'ALTER TABLE', now() - interval '2 days'"
            + " from generate_series(1, 15)");
    String newest = database.column("select max(id) from plimsoll.ddl").getFirst();
    try (Connection capture = database.as("plimsoll_capture")) {
      beat(capture, 1);
      assertThat(database.column("select count(*) from plimsoll.ddl")).containsExactly("5");
      beat(capture, 2);
    }
    assertThat(database.columnAs("plimsoll_reader", "select id from plimsoll.ddl"))
        .containsExactly(newest);
  }

  @Test
  void incarnation_ofAnotherServer_isReplaced() throws SQLException {
    database.run(
        "select plimsoll.ensure_incarnation()",
        "update plimsoll.incarnation set token = '123-1-5b1a5b0e-0000-4000-8000-000000000000'");
    assertThat(database.columnAs("plimsoll_capture", "select plimsoll.ensure_incarnation()"))
        .allSatisfy(token -> assertThat(token).doesNotStartWith("123-"))
        .isEqualTo(database.column("select token from plimsoll.incarnation"));
  }

  @Test
  void incarnationRead_byReader_isOneRowByKey() throws SQLException {
    database.run("select plimsoll.ensure_incarnation()");
    try (Connection reader = database.as("plimsoll_reader")) {
      reader.setReadOnly(true);
      List<String> plan =
          TestDatabase.column(
              reader,
              "explain (analyze, buffers, costs off, timing off, summary off)"
                  + " select token from plimsoll.incarnation where single");
      assertThat(String.join("\n", plan)).contains("rows=1 loops=1");
    }
  }

  private static Beat beatUnchecked(Connection connection) {
    try {
      return beat(connection, 2);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Beat beat(Connection connection, long startedMicros) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select xid, incarnation from plimsoll.beat(?)")) {
      statement.setLong(1, startedMicros);
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).isTrue();
        return new Beat(Long.parseLong(row.getString(1)), row.getString(2));
      }
    }
  }

  private record Beat(long xid, String incarnation) {}
}
