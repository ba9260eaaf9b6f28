package io.plimsoll.system.simulation;

import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.SQLException;

/** What a real standby shows, held and let go. */
final class RealReplay implements AutoCloseable {
  private final Connection standby;
  private boolean paused;

  RealReplay(Connection standby) {
    this.standby = standby;
  }

  Connection standby() {
    return standby;
  }

  boolean isPaused() {
    return paused;
  }

  void pauseOrResume() throws SQLException {
    if (paused) {
      resume();
      return;
    }
    RealPostgres.execute(standby, "select pg_wal_replay_pause()");
    RealPostgres.soon("the pause of the replay")
        .until(() ->
            RealPostgres.value(standby, "select pg_get_wal_replay_pause_state()").equals("paused"));
    paused = true;
  }

  void resume() throws SQLException {
    if (paused) {
      RealPostgres.execute(standby, "select pg_wal_replay_resume()");
      paused = false;
    }
  }

  void awaitUnlessPaused(Lsn position) throws SQLException {
    if (!paused) {
      RealPostgres.soon("replay of " + position)
          .until(() ->
              Lsn.parse(RealPostgres.value(standby, "select pg_last_wal_replay_lsn()"))
                      .compareTo(position)
                  >= 0);
    }
  }

  @Override
  public void close() throws SQLException {
    if (!standby.isClosed()) {
      resume();
      standby.close();
    }
  }
}
