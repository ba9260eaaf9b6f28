package io.plimsoll.system.staleness;

import static org.awaitility.Awaitility.await;

import io.plimsoll.local.server.EmbeddedStandby;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What a standby is told, past the proxies. */
final class Replay {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CASCADE = "cascade";

  private Replay() {}

  /** Returns when nothing is replayed any more. */
  static void pause(EmbeddedStandby standby) throws SQLException {
    ask(standby, "select pg_wal_replay_pause()");
    await("the pause of replay")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> ask(standby, "select pg_get_wal_replay_pause_state()").equals("paused"));
  }

  static void resume(EmbeddedStandby standby) throws SQLException {
    ask(standby, "select pg_wal_replay_resume()");
  }

  /** Lets a standby stream from another one, so that it has never more than that one. */
  static void cascade(EmbeddedStandby from, EmbeddedStandby standby) throws SQLException {
    ask(from, "select pg_create_physical_replication_slot('" + CASCADE + "', true)");
    String upstream = ask(standby, "show primary_conninfo");
    String port = "port=" + from.port();
    ask(standby, "alter system set primary_slot_name = '" + CASCADE + "'");
    ask(
        standby,
        "alter system set primary_conninfo = '%s'"
            .formatted(upstream.replaceFirst("port=\\d+", port).replace("'", "''")));
    ask(standby, "select pg_reload_conf()");
    await("the second standby to stream from the first")
        .atMost(PATIENCE)
        .until(() ->
            ask(from, "select count(*) from pg_stat_replication where state = 'streaming'")
                .equals("1"));
  }

  /** The first column of the first row; empty when there is none. */
  static String ask(EmbeddedStandby standby, String sql) throws SQLException {
    try (Connection connection = standby.connect("plimsoll");
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    }
  }
}
