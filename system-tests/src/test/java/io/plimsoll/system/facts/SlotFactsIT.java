package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where Debezium goes on after a slot was changed behind its back, and whether it says so. */
class SlotFactsIT {
  private static final String SLOT = "followed";
  private static final Map<String, String> NO_OFFSET = Map.of();

  @TempDir private static Path folder;
  private static FactServers servers;
  @TempDir private Path offsets;

  @BeforeAll
  static void start() throws SQLException {
    servers = new FactServers(folder, Map.of());
    servers.primary.start();
    servers.execute(
        "create table followed (id int primary key)",
        "create table other (id int)",
        "create publication followed for table followed");
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void make() throws SQLException {
    servers.execute("truncate followed");
    makeSlot();
  }

  @AfterEach
  void drop() throws SQLException {
    awaitFree();
    servers.execute("select pg_drop_replication_slot('followed')");
  }

  private static void makeSlot() throws SQLException {
    servers.execute("select pg_create_logical_replication_slot('followed', 'pgoutput')");
  }

  private static void awaitFree() {
    await("the slot to be free")
        .atMost(FactServers.SOON)
        .until(() ->
            servers
                .value("select active from pg_replication_slots where slot_name = 'followed'")
                .equals("f"));
  }

  private static void insert(int id) throws SQLException {
    servers.execute("insert into followed values (%d)".formatted(id));
  }

  private Map<String, String> storedOffset() {
    return Map.of(
        "offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore",
        "offset.storage.file.filename", offsets.resolve("offsets").toString(),
        "offset.flush.interval.ms", "0");
  }

  /** What comes until a row is the given one. */
  private static List<Integer> follow(Map<String, String> offset, int last) throws IOException {
    try (Debezium debezium = new Debezium(servers, SLOT, SLOT, offset)) {
      return debezium.rowsUntil(row -> id(row) == last).stream().map(SlotFactsIT::id).toList();
    }
  }

  private static int id(Debezium.Row row) {
    return row.after().orElseThrow().getInt32("id");
  }

  private static void makeSlotAnewBehindALostRow() throws SQLException {
    awaitFree();
    servers.execute("select pg_drop_replication_slot('followed')");
    insert(2);
    makeSlot();
    insert(3);
  }

  @Test
  void slotMadeAnew_withoutAStoredOffset_isFollowedWithoutAWord() throws Exception {
    insert(1);
    assertThat(follow(NO_OFFSET, 1)).containsExactly(1);
    makeSlotAnewBehindALostRow();

    assertThat(follow(NO_OFFSET, 3)).as("2 is lost").containsExactly(3);
  }

  @Test
  void slotThatIsMissing_isMadeWithoutAWord() throws Exception {
    insert(1);
    assertThat(follow(NO_OFFSET, 1)).containsExactly(1);
    awaitFree();
    servers.execute("select pg_drop_replication_slot('followed')");
    insert(2);

    try (Debezium debezium = new Debezium(servers, SLOT, SLOT, NO_OFFSET)) {
      await("the slot")
          .atMost(FactServers.SOON)
          .until(() ->
              servers
                  .value(
                      "select count(*) from pg_replication_slots where slot_name = 'followed' and active")
                  .equals("1"));
      insert(3);
      assertThat(debezium.rowsUntil(row -> id(row) == 3)).as("2 is lost").hasSize(1);
    }
  }

  /** Better than it was: Debezium 3.6 compares its offset with the slot's restart position. */
  @Test
  void slotMadeAnew_withAStoredOffset_isRefused() throws Exception {
    insert(1);
    assertThat(follow(storedOffset(), 1)).containsExactly(1);
    makeSlotAnewBehindALostRow();

    try (Debezium debezium = new Debezium(servers, SLOT, SLOT, storedOffset())) {
      assertThat(debezium.awaitFailure()).contains("no longer available on the server");
    }
  }

  /** Only the restart position is compared: an open transaction keeps it, the row is skipped. */
  @Test
  void slotAdvancedByAnother_withAStoredOffset_isFollowedWithoutAWord() throws Exception {
    try (Writer open = new Writer(servers, "on")) {
      open.write("insert into other values (1)");
      insert(1);
      assertThat(follow(storedOffset(), 1)).containsExactly(1);
      awaitFree();
      insert(2);
      servers.execute("select pg_replication_slot_advance('followed', pg_current_wal_lsn())");
      insert(3);

      assertThat(follow(storedOffset(), 3)).as("2 is lost").containsExactly(3);
    }
  }
}
