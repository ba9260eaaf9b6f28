package io.plimsoll.system.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.record.Invalidation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;

/** The capture goes on where it stood, or tells that it cannot, on real servers. */
final class CaptureRestartsIT extends CaptureCase {
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

  /**
   * The slot does not tell of it again, and a new snapshot does not show it yet: who began now
   * would not know of it before the next start.
   */
  @Test
  void capture_whileARegistrationWaitsForAStandby_waitsToo() throws Exception {
    List<TagShape> both = new ArrayList<>(SHAPES);
    both.add(new TagShape("public.plain", List.of("id")));
    synchronousStandby("nobody");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> registering =
          threads.submit(() -> {
            servers.register(both);
            return true;
          });
      try {
        await().untilAsserted(() -> assertThat(lastShapes()).isEqualTo(HASH.version(both)));
        Lsn told = records.transactions().getLast().mark().commitEnd();
        await("the slot to move on")
            .atMost(Duration.ofSeconds(30))
            .until(() -> {
              servers.execute(
                  "set synchronous_commit = local",
                  "insert into plain select coalesce(max(id), 0) + 1 from plain");
              return confirmed(told);
            });
        capture.close();
        capture = begin();
        await("the capture to wait")
            .atMost(Duration.ofSeconds(30))
            .until(() -> capture.problem().orElse("").startsWith("shapes-locked"));
      } finally {
        synchronousStandby("");
      }
      registering.get(30, TimeUnit.SECONDS);
    }
    await().atMost(Duration.ofSeconds(30)).until(() -> capture.problem().isEmpty());
    servers.execute("insert into plain values (1000)");

    await()
        .untilAsserted(() ->
            assertThat(records.changes("public.plain").getLast().tags())
                .containsExactly(key("plain", "id", "1000")));
    assertThat(lastShapes()).isEqualTo(HASH.version(both));
    assertThat(records.gaps()).containsExactly("slot-created");
    assertChain();
  }

  /** Empty until something was captured. */
  private String lastShapes() {
    var invalidations = records.invalidations();
    return invalidations.isEmpty() ? "" : invalidations.getLast().shapes();
  }

  private void synchronousStandby(String name) throws SQLException {
    servers.execute(
        "alter system set synchronous_standby_names = '" + name + "'", "select pg_reload_conf()");
  }

  /** Whether the slot is behind this position. */
  private boolean confirmed(Lsn position) throws SQLException {
    try (Connection connection = servers.postgres.connect("postgres");
        PreparedStatement statement =
            connection.prepareStatement(
                "select confirmed_flush_lsn > ?::pg_lsn from pg_replication_slots where slot_name = ?")) {
      statement.setString(1, position.toString());
      statement.setString(2, prefix);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
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

  /** After a crash the stream begins with heartbeats of the history that has ended. */
  @Test
  void capture_crashedWithABacklogOfBeats_tellsTheIncarnationOnce() throws SQLException {
    servers.execute("select * from plimsoll.beat(1)");
    await().untilAsserted(() -> assertThat(records.transactions()).hasSize(1));
    capture.close();
    servers.execute("select * from plimsoll.beat(2)");

    servers.postgres.kill();
    servers.postgres.start();
    capture = start();
    servers.execute("select * from plimsoll.beat(3)");

    patiently()
        .untilAsserted(() ->
            assertThat(records.transactions().getLast().heartbeat())
                .contains(new Invalidation.Heartbeat(3)));
    assertThat(records.gaps()).containsExactly("slot-created", "incarnation");
  }

  /** Commit order needs one partition. */
  @Test
  void capture_topicWithSeveralPartitions_waitsUntilItIsDeleted() throws Exception {
    capture.close();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka.bootstrap()))) {
      admin
          .createPartitions(Map.of(prefix + ".invalidations", NewPartitions.increaseTo(2)))
          .all()
          .get();
      capture = begin();

      patiently()
          .untilAsserted(
              () -> assertThat(capture.problem().orElse("")).startsWith("topic-partitions:"));
      admin.deleteTopics(List.of(prefix + ".invalidations")).all().get();
      patiently().until(() -> capture.problem().isEmpty());
    }
  }

  @Test
  void capture_slotOfAnotherPlugin_isLeftAloneUntilItIsDropped() throws SQLException {
    capture.close();
    servers.dropSlot(prefix);
    servers.execute("select pg_create_logical_replication_slot('" + prefix + "', 'test_decoding')");

    capture = begin();

    patiently()
        .untilAsserted(() -> assertThat(capture.problem().orElse("")).startsWith("slot-foreign:"));
    servers.dropSlot(prefix);
    patiently().until(() -> capture.problem().isEmpty());
    await()
        .untilAsserted(
            () -> assertThat(records.gaps()).containsExactly("slot-created", "slot-created"));
  }
}
