package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a read on a hot standby can and cannot know of itself. */
class StandbyFactsIT {
  private static final long GATE = 4711;
  private static final String COUNT = "select count(*) from items";
  private static final String REPLAYED = "select pg_last_wal_replay_lsn()";

  @TempDir private static Path folder;
  private static FactServers servers;

  @BeforeAll
  static void start() throws SQLException {
    servers = FactServers.withSynchronousStandby(folder);
    servers.execute("create table items (id int primary key)");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    servers.execute("delete from items");
    servers.awaitReplayed(servers.flushed());
  }

  @Test
  void snapshotOnAStandby_showsARunningTransactionAsCommitted() throws Exception {
    try (Writer running = new Writer(servers, "local")) {
      Xid xid = running.write("insert into items values (1)");
      servers.execute("insert into items values (2)");
      servers.awaitReplayed(servers.flushed());

      try (Connection standby = servers.standby.connect(FactServers.DATABASE)) {
        Lsn replayed = Lsn.parse(Sql.value(standby, REPLAYED));
        List<String> row =
            Sql.row(standby, "select string_agg(id::text, ','), pg_current_snapshot() from items");
        running.commit().join();

        Mark mark = new Mark(xid, servers.flushed());
        assertThat(row.getFirst()).isEqualTo("2");
        assertThat(row.getLast()).as("no running transaction is listed").endsWith(":");
        assertThat(Stamp.Primary.parse(row.getLast()).sees(mark)).as("wrongly").isTrue();
        assertThat(new Stamp.UpTo(replayed).sees(mark)).as("the rule").isFalse();
      }
    }
  }

  @Test
  void replayPositionInRepeatableRead_isNewerThanTheSnapshot() throws SQLException {
    try (Connection standby = servers.standby.connect(FactServers.DATABASE)) {
      Lsn before = Lsn.parse(Sql.value(standby, REPLAYED));
      standby.setAutoCommit(false);
      standby.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      assertThat(Sql.value(standby, COUNT)).isEqualTo("0");
      Lsn commit = insertAndAwaitReplay();

      assertThat(Sql.value(standby, COUNT)).isEqualTo("0");
      assertThat(Lsn.parse(Sql.value(standby, REPLAYED))).isGreaterThanOrEqualTo(commit);
      assertThat(before).as("the rule: taken before").isLessThan(commit);
    }
  }

  @Test
  void replayPositionInTheSameStatement_isNewerThanTheSnapshot() throws Exception {
    try (Connection standby = servers.standby.connect(FactServers.DATABASE);
        Connection gate = servers.standby.connect(FactServers.DATABASE);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      Sql.execute(gate, "select pg_advisory_lock(%d)".formatted(GATE));
      Lsn before = Lsn.parse(Sql.value(standby, REPLAYED));
      CompletableFuture<List<String>> read =
          CompletableFuture.supplyAsync(() -> readBehindTheGate(standby), thread);
      await("the statement to wait with its snapshot taken")
          .atMost(FactServers.SOON)
          .until(() ->
              servers
                  .standbyValue(
                      "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                  .equals("1"));
      Lsn commit = insertAndAwaitReplay();
      Sql.execute(gate, "select pg_advisory_unlock(%d)".formatted(GATE));

      List<String> row = read.join();
      assertThat(row.get(1)).isEqualTo("0");
      assertThat(Lsn.parse(row.get(2))).isGreaterThanOrEqualTo(commit);
      assertThat(before).as("the rule: taken before").isLessThan(commit);
    }
  }

  private static List<String> readBehindTheGate(Connection standby) {
    try {
      return Sql.row(
          standby,
          "select pg_advisory_lock(%d), (%s), pg_last_wal_replay_lsn()".formatted(GATE, COUNT));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A commit that the standby shows; where it ends. */
  private static Lsn insertAndAwaitReplay() throws SQLException {
    servers.execute("insert into items values (3)");
    Lsn commit = servers.flushed();
    servers.awaitReplayed(commit);
    assertThat(servers.standbyValue(COUNT)).isEqualTo("1");
    return commit;
  }
}
