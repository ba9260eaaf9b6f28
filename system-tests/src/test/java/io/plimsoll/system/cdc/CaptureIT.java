package io.plimsoll.system.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.cdc.capture.Capture;
import io.plimsoll.cdc.capture.CaptureSettings;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.Invalidation.TableChange;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** The capture on real servers. Each test has its own slot and topics. */
class CaptureIT {
  private static final List<TagShape> SHAPES =
      List.of(
          new TagShape("public.items", List.of("id")),
          new TagShape("public.full_items", List.of("id")),
          new TagShape("public.full_items", List.of("owner")));
  private static final TagHash HASH = new TagHash("0123456789abcdef");

  @TempDir static Path folder;
  private static Servers servers;

  private String prefix = "";
  private Capture capture;
  private Records records;

  @BeforeAll
  static void startServers() throws Exception {
    servers = new Servers(folder);
    servers.start();
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @BeforeEach
  void startCapture(TestInfo test) throws SQLException {
    servers.execute("truncate items, full_items, plain");
    prefix = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    capture = start();
    records = new Records(servers.kafka.bootstrap(), prefix + ".invalidations", 1);
  }

  @AfterEach
  void stopCapture() throws SQLException {
    records.close();
    capture.close();
    servers.dropSlot(prefix);
  }

  @Test
  void capture_severalTransactions_arriveInOrderWithoutAHole() throws SQLException {
    servers.execute("insert into plain values (1)", "insert into plain values (2)");
    servers.inTransaction(
        "insert into plain values (3)", "insert into items values (1, 1, 'a'), (2, 1, 'b')");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(3));
    assertThat(records.gaps()).containsExactly("slot-created");
    assertChain();
    assertThat(records.transactions().getLast().tables())
        .containsExactly(
            new TableChange("public.plain", "c", 1, false, List.of()),
            new TableChange(
                "public.items",
                "c",
                2,
                false,
                List.of(key("items", "id", "1"), key("items", "id", "2"))));
  }

  @Test
  void capture_stoppedWhileRowsCommit_publishesAllOfThemLater() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    capture.close();
    for (int id = 2; id <= 50; id++) {
      servers.execute("insert into plain values (" + id + ")");
    }

    capture = start();

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(50));
    assertThat(records.gaps()).containsExactly("slot-created");
    assertChain();
  }

  @Test
  void capture_underReplicaIdentityFull_tellsTagsBeforeAndAfter() throws SQLException {
    servers.execute(
        "insert into full_items values (1, 10, 'a')",
        "update full_items set owner = 11 where id = 1",
        "delete from full_items where id = 1");

    await().untilAsserted(() -> assertThat(records.changes("public.full_items")).hasSize(3));
    String id = key("full_items", "id", "1");
    String before = key("full_items", "owner", "10");
    String after = key("full_items", "owner", "11");
    assertThat(records.changes("public.full_items"))
        .containsExactly(
            new TableChange("public.full_items", "c", 1, false, List.of(id, before)),
            new TableChange("public.full_items", "u", 1, false, List.of(id, before, after)),
            new TableChange("public.full_items", "d", 1, false, List.of(id, after)));
  }

  @Test
  void capture_underReplicaIdentityDefault_tellsKeyTags() throws SQLException {
    servers.execute(
        "insert into items values (1, 10, 'a')",
        "update items set owner = 11 where id = 1",
        "update items set id = 2 where id = 1",
        "delete from items where id = 2");

    await().untilAsserted(() -> assertThat(records.changes("public.items")).hasSize(4));
    String one = key("items", "id", "1");
    String two = key("items", "id", "2");
    assertThat(records.changes("public.items"))
        .containsExactly(
            new TableChange("public.items", "c", 1, false, List.of(one)),
            new TableChange("public.items", "u", 1, false, List.of(one)),
            new TableChange("public.items", "cd", 2, false, List.of(one, two)),
            new TableChange("public.items", "d", 1, false, List.of(two)));
  }

  @Test
  void capture_truncateAndDdl_tellTheWholeTable() throws SQLException {
    servers.execute("truncate items", "alter table plain add column more text");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(2));
    assertThat(records.changes("public.items"))
        .containsExactly(new TableChange("public.items", "t", 0, true, List.of()));
    assertThat(records.changes("public.plain"))
        .containsExactly(new TableChange("public.plain", "x", 0, true, List.of()));
  }

  @Test
  void capture_identityChangedWhileStopped_trustsNoOldRow() throws SQLException {
    capture.close();
    servers.execute(
        "insert into items values (1, 10, 'a')",
        "alter table items replica identity full",
        "update items set owner = 11 where id = 1",
        "alter table items replica identity default");

    capture = start();
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(4));
    assertThat(records.changes("public.items")).allMatch(TableChange::whole);
    servers.execute("update items set owner = 12 where id = 1");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(5));
    assertThat(records.changes("public.items").getLast().tags())
        .containsExactly(key("items", "id", "1"));
  }

  @Test
  void capture_heartbeat_isTimedAndHasNoTable() throws SQLException {
    servers.execute("select * from plimsoll.beat(123)");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    Invalidation.Transaction beat = records.transactions().getFirst();
    assertThat(beat.heartbeat()).isEqualTo(Optional.of(new Invalidation.Heartbeat(123)));
    assertThat(beat.tables()).isEmpty();
    assertThat(beat.incarnation().known()).isTrue();
    assertThat(beat.times().captured()).isGreaterThan(beat.times().committed());
  }

  @Test
  void capture_hugeTransaction_isOneSmallRecord() throws SQLException {
    servers.execute("insert into items select i, i, 'x' from generate_series(1, 30000) i");

    patiently().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    assertThat(records.changes("public.items"))
        .containsExactly(new TableChange("public.items", "c", 30000, true, List.of()));
  }

  @Test
  void capture_slotDropped_tellsAGap() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    capture.close();
    servers.dropSlot(prefix);
    servers.execute("insert into plain values (2)");

    capture = start();
    await().untilAsserted(() -> assertThat(records.gaps()).hasSize(2));
    await().until(() -> capture.problem().isEmpty());
    servers.execute("insert into plain values (3)");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(2));
    assertThat(records.gaps()).containsExactly("slot-created", "slot-created");
  }

  @Test
  void capture_slotAdvancedByAnother_tellsAGap() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    capture.close();
    servers.execute(
        "insert into plain values (2)",
        "select pg_replication_slot_advance('" + prefix + "', pg_current_wal_lsn())");

    capture = start();

    await()
        .untilAsserted(
            () -> assertThat(records.gaps()).containsExactly("slot-created", "slot-ahead"));
  }

  @Test
  void capture_kafkaStoppedAndStarted_losesNothing() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    servers.kafka.stop();
    servers.execute("insert into plain values (2)");
    await().atMost(Duration.ofMinutes(1)).until(() -> capture.problem().isPresent());
    servers.execute("insert into plain values (3)");

    servers.kafka.start();

    patiently().untilAsserted(() -> assertThat(records.changes("public.plain")).hasSize(3));
    assertThat(records.gaps()).containsExactly("slot-created");
    assertChain();
  }

  @Test
  void capture_postgresRestarted_stopsInTimeAndLosesNothing() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));

    long start = System.nanoTime();
    servers.postgres.stop();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    servers.postgres.start();
    servers.execute("insert into plain values (2)");

    patiently().untilAsserted(() -> assertThat(records.changes("public.plain")).hasSize(2));
    assertThat(records.gaps()).containsExactly("slot-created");
    assertChain();
  }

  @Test
  void capture_postgresCrashed_tellsANewIncarnation() throws SQLException {
    servers.execute("insert into plain values (1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));

    servers.postgres.kill();
    servers.postgres.start();

    patiently()
        .untilAsserted(
            () -> assertThat(records.gaps()).containsExactly("slot-created", "incarnation"));
  }

  @Test
  void changeTopic_ofADelete_hasEnvelopeAndTombstone() throws SQLException {
    servers.execute("insert into items values (1, 10, 'a')", "delete from items where id = 1");

    try (Records changes = new Records(servers.kafka.bootstrap(), prefix + ".public.items", 3)) {
      await().untilAsserted(() -> assertThat(changes.all()).hasSize(3));
      assertThat(new String(changes.all().get(0).key(), UTF_8)).isEqualTo("{\"id\":1}");
      assertThat(new String(changes.all().get(0).value(), UTF_8))
          .contains("\"before\":null,\"after\":{\"id\":1,\"owner\":10,\"note\":\"a\"}")
          .contains("\"op\":\"c\"");
      assertThat(new String(changes.all().get(1).value(), UTF_8)).contains("\"op\":\"d\"");
      assertThat(changes.all().get(2).value()).isNull();
    }
  }

  private void assertChain() {
    Lsn last = ((Invalidation.Gap) records.invalidations().getFirst()).position();
    for (Invalidation.Transaction transaction : records.transactions()) {
      assertThat(transaction.previous()).isEqualTo(last);
      assertThat(transaction.mark().commitEnd()).isGreaterThan(last);
      last = transaction.mark().commitEnd();
    }
  }

  private Capture start() {
    Capture started =
        new Capture(
            new CaptureSettings(
                servers.postgres.jdbcUrl("postgres"),
                "plimsoll_capture",
                Servers.PASSWORD,
                servers.kafka.bootstrap(),
                prefix,
                prefix,
                "plimsoll",
                Duration.ofMillis(5),
                3,
                SHAPES),
            HASH,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    started.start();
    await("capture streams")
        .atMost(Duration.ofSeconds(30))
        .until(() -> started.problem().isEmpty());
    return started;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  private static String key(String table, String column, String value) {
    return HASH.of(new Tag.Keyed("public." + table, Map.of(column, value)));
  }
}
