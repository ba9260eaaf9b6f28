package io.plimsoll.system.cdc;

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
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A capture on real servers. Each test has its own slot and topics. */
abstract class CaptureCase extends CdcCase {
  static final List<TagShape> SHAPES =
      List.of(
          new TagShape("public.items", List.of("id")),
          new TagShape("public.full_items", List.of("id")),
          new TagShape("public.full_items", List.of("owner")));
  static final TagHash HASH = new TagHash("0123456789abcdef");

  Capture capture;
  Records records;

  @BeforeEach
  void startCapture() throws SQLException {
    servers.register(SHAPES);
    capture = start();
    records = new Records(servers.kafka.bootstrap(), prefix + ".invalidations", 1);
  }

  @AfterEach
  void stopCapture() throws SQLException {
    records.close();
    capture.close();
    servers.dropSlot(prefix);
  }

  void assertChain() {
    Lsn last = ((Invalidation.Gap) records.invalidations().getFirst()).position();
    for (Invalidation.Transaction transaction : records.transactions()) {
      assertThat(transaction.previous()).isEqualTo(last);
      assertThat(transaction.mark().commitEnd()).isGreaterThan(last);
      last = transaction.mark().commitEnd();
    }
  }

  Capture start() {
    Capture started = begin();
    await("capture streams")
        .atMost(Duration.ofSeconds(30))
        .until(() -> started.problem().isEmpty());
    return started;
  }

  /** Without waiting for it to stream. */
  Capture begin() {
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
                3),
            HASH,
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    started.start();
    return started;
  }

  static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }

  static String key(String table, String column, String value) {
    return HASH.of(new Tag.Keyed("public." + table, Map.of(column, value)));
  }
}
