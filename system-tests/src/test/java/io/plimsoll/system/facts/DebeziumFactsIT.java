package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Debezium's stream says of a transaction, and what it leaves out. */
class DebeziumFactsIT {
  private static final Map<String, String> DEFAULTS = Map.of();

  @TempDir private static Path folder;
  private static FactServers servers;

  /** With ids above 2^32, as a server has after four billion writes. */
  @BeforeAll
  static void start() throws IOException, SQLException {
    servers = new FactServers(folder, Map.of());
    do {
      servers.primary.start();
      servers.primary.stop();
    } while (!NextEpoch.begin(folder.resolve("primary/pgdata")));
    servers.primary.start();
    servers.execute("create table marker (id int generated always as identity primary key)");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  private static void makeSlot(String slot) throws SQLException {
    servers.execute("select pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
  }

  private static void mark() throws SQLException {
    servers.execute("insert into marker default values");
  }

  @Test
  void sourceLsn_ofARow_isBelowItsCommitsEnd() throws Exception {
    servers.execute(
        "create table positions (id int primary key)",
        "create publication positions for table positions");
    makeSlot("positions");
    try (LogicalStream stream = new LogicalStream(servers, "positions");
        Writer writer = new Writer(servers, "on");
        Debezium debezium = new Debezium(servers, "positions", "positions", DEFAULTS)) {
      Xid xid = writer.write("insert into positions values (1), (2)");
      writer.commit().join();

      Lsn commitEnd = stream.await(xid).commitEnd();
      List<Debezium.Row> rows =
          debezium.rowsUntil(row -> row.after().orElseThrow().getInt32("id") == 2);
      assertThat(rows)
          .hasSize(2)
          .allSatisfy(
              row -> assertThat(new Lsn(row.source().getInt64("lsn"))).isLessThan(commitEnd));
      SourceRecord end =
          await("END")
              .atMost(FactServers.SOON)
              .until(debezium::ends, ends -> !ends.isEmpty())
              .getFirst();
      assertThat(end.sourceOffset().get("lsn_commit"))
          .as("the rule: the position of END")
          .isEqualTo(commitEnd.value());
    }
  }

  @Test
  void sourceTxId_isTheLow32BitsOfTheId() throws Exception {
    servers.execute(
        "create table ids (id int primary key)", "create publication ids for table ids");
    makeSlot("ids");
    try (Debezium debezium = new Debezium(servers, "ids", "ids", DEFAULTS);
        Writer writer = new Writer(servers, "on")) {
      Xid reference =
          Xid.ofDecimal(servers.value("select pg_snapshot_xmax(pg_current_snapshot())"));
      Xid xid = writer.write("insert into ids values (1)");
      writer.commit().join();

      long told = debezium.rowsUntil(row -> true).getFirst().source().getInt64("txId");
      assertThat(xid.value()).isGreaterThan(1L << 32);
      assertThat(told).isEqualTo(xid.value() - (1L << 32));
      assertThat(Xid.widen(told, reference)).as("the rule").isEqualTo(xid);
    }
  }

  @Test
  void truncate_underDefaultSkippedOperations_isDropped() throws Exception {
    servers.execute(
        "create table emptied (id int primary key)",
        "create publication emptied for table emptied, marker");
    makeSlot("emptied_default");
    makeSlot("emptied_none");
    servers.execute("insert into emptied values (1)", "truncate emptied");
    mark();

    try (Debezium debezium = new Debezium(servers, "emptied_default", "emptied", DEFAULTS)) {
      assertThat(debezium.rowsUntil(Debezium.Row::isMarker))
          .extracting(Debezium.Row::operation)
          .isEqualTo(List.of("c", "c"));
    }
    Map<String, String> rule = Map.of("skipped.operations", "none");
    try (Debezium debezium = new Debezium(servers, "emptied_none", "emptied", rule)) {
      assertThat(debezium.rowsUntil(Debezium.Row::isMarker))
          .extracting(Debezium.Row::operation)
          .isEqualTo(List.of("c", "t", "c"));
    }
  }

  @Test
  void truncate_ofAPublicationMadeByDebezium_isDroppedToo() throws Exception {
    makeSlot("own");
    Map<String, String> own =
        Map.of("publication.autocreate.mode", "filtered", "table.include.list", "public.marker");
    try (Debezium debezium = new Debezium(servers, "own", "own", own)) {
      await("the publication")
          .atMost(FactServers.SOON)
          .until(() ->
              servers
                  .value("select count(*) from pg_publication where pubname = 'own'")
                  .equals("1"));
      servers.execute("truncate marker");
      mark();
      assertThat(debezium.rowsUntil(Debezium.Row::isMarker))
          .extracting(Debezium.Row::operation)
          .isEqualTo(List.of("c"));
    }
    assertThat(servers.value("select pubtruncate from pg_publication where pubname = 'own'"))
        .as("Postgres would send it")
        .isEqualTo("t");
  }
}
