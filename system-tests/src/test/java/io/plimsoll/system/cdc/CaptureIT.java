package io.plimsoll.system.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.list;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.Invalidation.TableChange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the capture tells of transactions, on real servers. */
final class CaptureIT extends CaptureCase {
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
  void capture_columnWithHiddenOldValue_tellsAnUnknownKey() throws SQLException {
    servers.register(List.of(new TagShape("public.items", List.of("owner"))));
    servers.execute(
        "insert into items values (1, 10, 'a')", "update items set owner = 11 where id = 1");

    await().untilAsserted(() -> assertThat(records.changes("public.items")).hasSize(2));
    String id = key("items", "id", "1");
    assertThat(records.changes("public.items").getFirst().tags())
        .containsExactlyInAnyOrder(id, key("items", "owner", "10"));
    assertThat(records.changes("public.items").getLast())
        .matches(change -> !change.whole())
        .extracting(TableChange::tags, list(String.class))
        .containsExactlyInAnyOrder(id, "public.items{owner}!");
  }

  @Test
  void shapes_registeredWhileItStreams_areInForceFromTheirOwnRecordOn() throws SQLException {
    servers.execute("insert into plain values (1)");
    List<TagShape> both = new ArrayList<>(SHAPES);
    both.add(new TagShape("public.plain", List.of("id")));
    servers.register(both);
    servers.execute("insert into plain values (2)");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(3));
    assertThat(records.invalidations())
        .extracting(Invalidation::shapes)
        .containsExactly(
            HASH.version(SHAPES), HASH.version(SHAPES), HASH.version(both), HASH.version(both));
    assertThat(records.changes("public.plain"))
        .extracting(TableChange::tags)
        .containsExactly(List.of(), List.of(key("plain", "id", "2")));
    assertThat(records.gaps()).containsExactly("slot-created");

    capture.close();
    capture = start();
    servers.execute("insert into plain values (3)");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(4));
    assertThat(records.transactions().getLast().shapes()).isEqualTo(HASH.version(both));
    assertThat(records.changes("public.plain").getLast().tags())
        .containsExactly(key("plain", "id", "3"));
    assertChain();
  }

  @Test
  void capture_enum_isToldByItsLabels() throws SQLException {
    servers.register(List.of(new TagShape("public.moods", List.of("mood"))));
    servers.execute(
        "insert into moods values (1, 'calm')", "update moods set mood = 'glad' where id = 1");

    await().untilAsserted(() -> assertThat(records.changes("public.moods")).hasSize(2));
    assertThat(records.changes("public.moods"))
        .extracting(TableChange::tags)
        .containsExactly(
            List.of(key("moods", "mood", "calm")),
            List.of(key("moods", "mood", "calm"), key("moods", "mood", "glad")));
  }

  @Test
  void shapes_deletedByAnOperator_areNoMore() throws SQLException {
    servers.execute(
        "delete from plimsoll.shapes where columns = '{owner}'",
        "insert into full_items values (1, 10, 'a')");

    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(2));
    assertThat(records.transactions().getLast().shapes())
        .isEqualTo(HASH.version(SHAPES.subList(0, 2)));
    assertThat(records.changes("public.full_items").getLast().tags())
        .containsExactly(key("full_items", "id", "1"));
  }

  @Test
  void capture_hugeTransaction_isOneSmallRecord() throws SQLException {
    servers.execute("insert into items select i, i, 'x' from generate_series(1, 30000) i");

    patiently().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    assertThat(records.changes("public.items"))
        .containsExactly(new TableChange("public.items", "c", 30000, true, List.of()));
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
}
