package io.plimsoll.system.staleness;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * The primary dies and its asynchronous standby is promoted: what it had not got is gone, on a new
 * timeline. The second standby follows it, and answers again when heartbeats of the new history
 * come. The last fault of a rig: nothing can strike the primary after it.
 */
final class Failover {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String COPIED =
      "select count(*) from pg_replication_slots where slot_name = '"
          + Slot.NAME
          + "' and synced and not temporary and invalidation_reason is null";

  private Failover() {}

  static Fault fault() {
    return new Fault("standby promoted", Failover::promote);
  }

  private static void promote(Stage stage) {
    Rig rig = stage.rig();
    await("the judge's slot on the standby")
        .atMost(PATIENCE)
        .untilAsserted(() -> org.assertj.core.api.Assertions.assertThat(copied(rig)).isTrue());
    // Only versions are bumped before: an answer then shows whether it is of a lost transaction.
    stage.load().lazily(true);
    stage.hold();
    rig.stack().postgres().kill();
    stage.crashed();
    stage.load().lazily(false);
    rig.stack().standbys().getFirst().promote();
    rig.failOver();
    stage.promoted();
  }

  private static boolean copied(Rig rig) throws SQLException {
    try (Connection connection = rig.stack().standbys().getFirst().connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(COPIED)) {
      return row.next() && row.getInt(1) == 1;
    }
  }
}
