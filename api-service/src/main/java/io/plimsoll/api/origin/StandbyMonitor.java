package io.plimsoll.api.origin;

import io.plimsoll.core.cache.WatermarkGuard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Looks at one standby ten times a second, on a thread and a connection of its own, and says once
 * for each change how it does. Its sightings are hints: no promise rests on them.
 */
final class StandbyMonitor implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StandbyMonitor.class);
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final String SQL =
      "select pg_last_wal_replay_lsn()::text,\n" + HeartbeatColumns.SQL;

  private final String name;
  private final Look look;
  private final Duration greatestBound;
  private final Consumer<StandbyState> changed;
  private volatile Sighting last = Sighting.NONE;
  private volatile boolean closed;

  /** One look at the server. */
  interface Look {
    Shown take() throws SQLException;
  }

  /**
   * Takes its parts; closes none of them.
   *
   * @param look one that gives up soon when the server is silent
   * @param greatestBound what is older is of use to no query
   * @param changed told each new state
   */
  StandbyMonitor(String name, Look look, Duration greatestBound, Consumer<StandbyState> changed) {
    this.name = name;
    this.look = look;
    this.greatestBound = greatestBound;
    this.changed = changed;
  }

  void start() {
    Thread.ofVirtual().name(name + "-monitor").start(this::watch);
  }

  Sighting last() {
    return last;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void watch() {
    while (!closed) {
      look();
      try {
        Thread.sleep(PERIOD);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** By a query; closes the connection and not its source. */
  static Look by(DataSource connection, WatermarkGuard guard) {
    return () -> {
      try (Connection open = connection.getConnection();
          PreparedStatement statement = open.prepareStatement(SQL);
          ResultSet row = statement.executeQuery()) {
        row.next();
        return HeartbeatColumns.read(row, 2, row.getString(1), guard);
      }
    };
  }

  void look() {
    try {
      Shown shown = look.take();
      note(Sighting.of(shown, greatestBound), shown.toString());
    } catch (SQLException e) {
      if (!closed) {
        note(Sighting.without(StandbyState.DOWN), String.valueOf(e.getMessage()));
      }
    }
  }

  private void note(Sighting sighting, String why) {
    StandbyState before = last.state();
    StandbyState now = sighting.state();
    last = sighting;
    if (before != now) {
      tell(before, now, why);
      changed.accept(now);
    }
  }

  private void tell(StandbyState before, StandbyState now, String why) {
    switch (now) {
      case STARTING, DRAINED -> {}
      case UP -> log.info("code=standby-up standby={} reads may go there", name);
      case LAGGING, DOWN, UNKNOWN_AGE ->
          // At the start its heartbeat has yet to be seen to move.
          log.atLevel(before == StandbyState.STARTING ? Level.INFO : Level.WARN)
              .log(
                  "code=standby-{} standby={} no read goes there until it is better: {}",
                  now.label(),
                  name,
                  why);
      case PROMOTED ->
          log.error(
              "code=standby-promoted standby={} is a primary of its own and is not read from: take it out of postgres.standbys, or make it a standby again",
              name);
      case OTHER_HISTORY ->
          log.error(
              "code=standby-other-history standby={} does not receive the WAL of the primary that the heartbeats come from, or may not say so, and is not read from: {}",
              name,
              why);
    }
  }
}
