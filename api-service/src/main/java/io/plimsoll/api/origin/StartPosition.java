package io.plimsoll.api.origin;

import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learns where the primary's log stands when the process starts, for {@link
 * ServerClock#trustBehind}: before that is known, nothing from a cache is served. On a virtual
 * thread of its own; the owner closes it.
 */
public final class StartPosition implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StartPosition.class);
  private static final Duration RETRY = Duration.ofMillis(100);

  /**
   * A database that was restored to an earlier position in the first moments would never reach it.
   */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private static final int TIMES = 6;

  private final BooleanSupplier sampled;
  private final LogEnd primary;
  private final Consumer<Lsn> trust;
  private final Thread thread;

  /** Where the primary's log ends. */
  interface LogEnd {
    Lsn ask() throws SQLException;
  }

  /**
   * Takes its parts.
   *
   * @param sampled whether the clock has been looked at
   * @param trust told each position
   */
  StartPosition(BooleanSupplier sampled, LogEnd primary, Consumer<Lsn> trust) {
    this.sampled = sampled;
    this.primary = primary;
    this.trust = trust;
    this.thread = Thread.ofVirtual().name("start-position").unstarted(this::run);
  }

  /** Begins to ask; closes neither. */
  public static StartPosition learn(DataSource primary, ServerClock clock) {
    StartPosition position =
        new StartPosition(() -> clock.now().isPresent(), () -> logEnd(primary), clock::trustBehind);
    position.thread.start();
    return position;
  }

  private void run() {
    try {
      int times = 0;
      while (times < TIMES) {
        boolean learnt = learn();
        times += learnt ? 1 : 0;
        Thread.sleep(learnt ? AGAIN : RETRY);
      }
    } catch (InterruptedException e) {
      log.debug("event=start-position-end"); // Only close() interrupts.
    }
  }

  /** Asks once; whether it is known now. */
  boolean learn() {
    if (!sampled.getAsBoolean()) {
      return false; // A step back of the clock after the position would go unnoticed.
    }
    try {
      trust.accept(primary.ask());
      return true;
    } catch (SQLException e) {
      log.debug("code=start-position-waiting trying again", e);
      return false;
    }
  }

  private static Lsn logEnd(DataSource primary) throws SQLException {
    try (Connection connection = primary.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select pg_current_wal_insert_lsn()::text");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return Lsn.parse(row.getString(1));
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
