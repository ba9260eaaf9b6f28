package io.plimsoll.system.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.freshness.Tag;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.record.InvalidationStats;
import io.plimsoll.core.record.InvalidationStats.Stage;
import io.plimsoll.core.record.InvalidationStatsCodec;
import io.plimsoll.core.record.UndecodableException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the stream does to the cache, on real servers. */
final class InvalidatorIT extends InvalidatorCase {
  @Test
  void follow_aChangedRow_invalidatesItsEntriesOnly() throws SQLException {
    servers.execute("insert into items values (1, 1, 'a'), (2, 2, 'b')");
    awaitFill(query("one", key("1")));
    awaitFill(query("two", key("2")));
    awaitFill(query("all", new Tag.AnyRow("public.items")));

    servers.execute("update items set note = 'c' where id = 1");

    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    await().until(() -> lookup(query("all", any())) instanceof Lookup.Miss);
    assertThat(lookup(query("two", key("2")))).isInstanceOf(Lookup.Hit.class);

    servers.execute("truncate items");
    await().until(() -> lookup(query("two", key("2"))) instanceof Lookup.Miss);
  }

  @Test
  void follow_watermark_movesWithTheHeartbeat() {
    long before = control().watermark().startedMicros();

    await().until(() -> control().watermark().startedMicros() > before + 300_000);
    assertThat(control().incarnation().known()).isTrue();
  }

  @Test
  void follow_restarted_continuesInTheSameEpoch() throws SQLException {
    String epoch = control().epoch();
    awaitFill(query("one", key("1")));
    invalidator.close();
    servers.execute("insert into items values (1, 1, 'a')");

    invalidator = invalidator();

    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    assertThat(control().epoch()).isEqualTo(epoch);
  }

  @Test
  void follow_shapesRegistered_opensAnEpochWithThem() throws SQLException {
    String epoch = control().epoch();
    List<TagShape> more =
        List.of(SHAPES.getFirst(), new TagShape("public.items", List.of("owner")));

    servers.register(more);

    await().until(() -> control().shapes().equals(HASH.version(more)));
    assertThat(control().epoch()).isNotEqualTo(epoch);
    awaitFillable();
  }

  @Test
  void follow_shapesDeletedByAnOperator_opensAnEpochWithTheOthers() throws SQLException {
    servers.execute("delete from plimsoll.shapes");

    await().until(() -> control().shapes().equals(HASH.version(List.of())));
    awaitFillable();
  }

  @Test
  void statistics_ofEachSecond_arePublished() throws SQLException, UndecodableException {
    servers.execute("insert into items values (1, 1, 'a')");
    try (Records stats =
        new Records(servers.kafka.bootstrap(), prefix + ".invalidation-stats", 1)) {
      await().until(() -> stats.all().size() > 1);
      InvalidationStats last = new InvalidationStatsCodec().decode(stats.all().getLast().value());
      assertThat(last.watermarkAgeMillis()).isBetween(0L, 2000L);
      assertThat(last.lag()).containsKeys(Stage.values());
    }
  }

  @Test
  void statistics_whileTheyArePublished_endWithTheInvalidator() {
    try (Records stats =
        new Records(servers.kafka.bootstrap(), prefix + ".invalidation-stats", 1)) {
      await().until(() -> !stats.all().isEmpty());
    }

    invalidator.close();

    assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
        .doesNotContain("invalidation-stats");
  }
}
