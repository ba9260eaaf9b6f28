package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.system.WalWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash takes away under {@code synchronous_commit=off}, and what it does not show. */
class CrashFactsIT {
  /** Nothing but the WAL writer may flush what a commit has left in memory. */
  private static final Map<String, String> ONE_WAL_WRITER =
      Map.of("autovacuum", "off", "bgwriter_lru_maxpages", "0", "checkpoint_timeout", "1h");

  private static final String HISTORY =
      """
      select pg_postmaster_start_time() || ' ' || timeline_id || ' ' || system_identifier
      from pg_control_checkpoint(), pg_control_system()\
      """;

  @Test
  void visibleCommit_isLostWithoutATrace_andItsIdIsUsedAgain(@TempDir Path folder)
      throws Exception {
    try (FactServers servers = new FactServers(folder, ONE_WAL_WRITER)) {
      servers.primary.start();
      servers.execute("create table items (id int primary key)");
      servers.setUpOrigin("public.items");
      String token = servers.value("select plimsoll.ensure_incarnation()");
      String history = servers.value(HISTORY);
      servers.execute("select pg_create_logical_replication_slot('facts', 'test_decoding')");

      Xid lost = commitAndCrash(servers);

      assertThat(servers.value("select count(*) from items")).as("lost").isEqualTo("0");
      assertThat(
              servers.value(
                  "select count(*) from pg_logical_slot_peek_changes('facts', null, null) where data not like 'message:%'"))
          .as("no event")
          .isEqualTo("0");
      assertThat(servers.value("select pg_current_xact_id()"))
          .as("the next transaction has its id")
          .isEqualTo(lost.toString());
      assertThat(servers.value(HISTORY)).as("looks the same").isEqualTo(history);
      assertThat(servers.value("select count(*) from plimsoll.incarnation"))
          .as("the rule: an unlogged table tells")
          .isEqualTo("0");
      assertThat(servers.value("select plimsoll.ensure_incarnation()")).isNotEqualTo(token);
    }
  }

  /** A commit that readers see while its WAL is only in memory; then the memory is gone. */
  private static Xid commitAndCrash(FactServers servers) throws Exception {
    try (Connection operator = servers.primary.connect("postgres");
        Writer writer = new Writer(servers, "off")) {
      WalWriter walWriter = WalWriter.hold(operator);
      Xid xid = writer.write("insert into items values (1)");
      writer.commit().join();
      assertThat(servers.value("select count(*) from items")).isEqualTo("1");
      assertThat(
              Stamp.Primary.parse(servers.value("select pg_current_snapshot()"))
                  .sees(new Mark(xid, servers.flushed())))
          .as("a read may be stamped with it")
          .isTrue();
      walWriter.kill();
      await("the session's end")
          .atMost(FactServers.SOON)
          .until(() -> !writer.connection.isValid(5));
      await("recovery").atMost(FactServers.SOON).until(servers.primary::answers);
      return xid;
    }
  }
}
