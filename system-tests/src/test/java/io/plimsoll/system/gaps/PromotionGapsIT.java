package io.plimsoll.system.gaps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.Binaries;
import io.plimsoll.local.server.EmbeddedStandby;
import io.plimsoll.local.server.Ports;
import io.plimsoll.local.server.StandbyOptions;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The primary dies, a standby is promoted, and the services' URL leads there. */
final class PromotionGapsIT {
  private static final String TOPIC = "plimsoll.public.articles";

  @TempDir Path folder;
  private Door door;
  private GapStack gaps;

  @BeforeEach
  void start() throws IOException {
    door = new Door();
    String url = "jdbc:postgresql://127.0.0.1:%d/plimsoll".formatted(door.port());
    gaps =
        GapStack.start(
            stack ->
                stack
                    .environment(Service.API, "PLIMSOLL_POSTGRES_URL", url)
                    .environment(Service.CDC, "PLIMSOLL_POSTGRES_URL", url),
            stack -> door.leadTo(stack.postgres().port()),
            url);
  }

  @AfterEach
  void stop() throws IOException {
    gaps.close();
    door.close();
  }

  @Test
  void standbyWithTheSyncedSlot_goesOnFromThere_andNoChangeIsLost() throws Exception {
    try (EmbeddedStandby standby =
        standby(StandbyOptions.of("standby").withSlot().withFailoverSlots("plimsoll"))) {
      standby.start();
      gaps.sql(
          "alter system set synchronized_standby_slots = 'standby'", "select pg_reload_conf()");
      awaitSynced(standby);
      Witness witness = Witness.cached(gaps);
      gaps.worker().pause();
      witness.change();
      awaitReplayed(standby);

      promote(standby);
      gaps.worker().resume();

      witness.heals("incarnation");
      assertThat(gaps.published("slot-created")).as("the one of the first start").isEqualTo(1);
      assertThat(changes())
          .as("for data teams too")
          .anyMatch(text -> text.contains(witness.title("new")));
    }
  }

  @Test
  void standbyWithoutTheSlot_getsOne_andTheCacheIsEmptied() throws Exception {
    try (EmbeddedStandby standby = standby(StandbyOptions.of("standby").withSlot())) {
      standby.start();
      Witness witness = Witness.cached(gaps);
      gaps.worker().pause();
      witness.change();
      awaitReplayed(standby);
      door.leadTo(standby.port());
      gaps.worker().resume();
      await("the worker waits for the promotion")
          .atMost(Duration.ofSeconds(30))
          .until(() -> gaps.workerProblems().contains("postgres-standby"));

      promote(standby);

      witness.heals("slot-created");
    }
  }

  private EmbeddedStandby standby(StandbyOptions options) {
    return new EmbeddedStandby(
        "Standby",
        new Binaries(Layout.find().binaries()),
        gaps.stack().postgres(),
        folder,
        new Ports().next(),
        options,
        gaps.stack().watchdog());
  }

  private void promote(EmbeddedStandby standby) {
    gaps.stack().postgres().kill();
    standby.promote();
    door.leadTo(standby.port());
  }

  private void awaitSynced(EmbeddedStandby standby) {
    await("the slot is on the standby")
        .atMost(Duration.ofSeconds(60))
        .until(() -> {
          gaps.sql("select pg_log_standby_snapshot()"); // what the slots wait for, up to 15 s
          return value(
                  standby,
                  "select count(*) from pg_replication_slots where slot_name = 'plimsoll' and synced and not temporary and invalidation_reason is null")
              .equals("1");
        });
  }

  private void awaitReplayed(EmbeddedStandby standby) {
    String end = gaps.sqlValue("select pg_current_wal_lsn()");
    await("the standby has it")
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            value(standby, "select pg_last_wal_replay_lsn() >= '%s'".formatted(end)).equals("t"));
  }

  private static String value(EmbeddedStandby standby, String sql) throws SQLException {
    try (Connection connection = standby.connect("plimsoll");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  /** All of the articles' change topic. */
  private List<String> changes() {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", gaps.stack().kafka().bootstrap()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          IntStream.range(0, 3).mapToObj(number -> new TopicPartition(TOPIC, number)).toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> {
              if (record.value() != null) {
                values.add(new String(record.value(), UTF_8));
              }
            });
      }
    }
    return values;
  }
}
