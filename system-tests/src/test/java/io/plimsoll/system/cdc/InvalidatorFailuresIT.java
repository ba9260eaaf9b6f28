package io.plimsoll.system.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.freshness.Incarnation;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The servers fail, and the cache is right again by itself. */
final class InvalidatorFailuresIT extends InvalidatorCase {
  @Test
  void follow_slotDropped_opensAnEpochAndRaisesTheFloor() throws SQLException {
    Control before = control();
    awaitFill(query("one", key("1")));
    capture.close();
    servers.dropSlot(prefix);
    servers.execute("insert into items values (1, 1, 'lost')");

    capture = capture();

    await().until(() -> !control().epoch().equals(before.epoch()));
    assertThat(lookup(query("one", key("1")))).isNotInstanceOf(Lookup.Hit.class);
    awaitFillable();
    assertThat(control().floor().xid()).isGreaterThan(before.floor().xid());
  }

  @Test
  void follow_redisRestartedEmpty_opensAnEpochAndFollowsOn() throws SQLException {
    String before = control().epoch();

    servers.redis.kill();
    servers.execute("insert into items values (1, 1, 'a')");
    servers.redis.start();

    patiently().ignoreExceptions().until(() -> !control().epoch().equals(before));
    awaitFillable();
    awaitFill(query("one", key("1")));
    servers.execute("delete from items where id = 1");
    await().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
  }

  @Test
  void follow_kafkaRestarted_continuesInTheSameEpoch() throws SQLException {
    String epoch = control().epoch();
    servers.kafka.kill();
    servers.execute("insert into items values (1, 1, 'a')");
    servers.kafka.start();

    awaitFill(query("one", key("1")));
    servers.execute("delete from items where id = 1");
    patiently().until(() -> lookup(query("one", key("1"))) instanceof Lookup.Miss);
    assertThat(control().epoch()).isEqualTo(epoch);
  }

  @Test
  void follow_postgresCrashed_takesTheNewIncarnation() {
    Incarnation before = control().incarnation();
    servers.postgres.kill();
    servers.postgres.start();

    patiently().until(() -> !control().incarnation().equals(before));
    awaitFillable();
  }
}
