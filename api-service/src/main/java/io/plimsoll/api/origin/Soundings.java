package io.plimsoll.api.origin;

import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands for Redis's clock in a process that has no Redis: its own, and where the primary's
 * log stood by it. Whatever was visible on the primary when it was asked has its commit before the
 * position that it then tells. So once the change stream has been applied up to there, all of it
 * has been, whatever clock the heartbeats were stamped by. Asks ten times a second on a virtual
 * thread; thread-safe; the owner closes it.
 */
public final class Soundings implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Soundings.class);
  private static final Duration PAUSE = Duration.ofMillis(100);

  /** Ten seconds of them: a stream that is later than that bounds nothing. */
  private static final int KEPT = 100;

  private static final String SQL =
      "select pg_current_wal_insert_lsn()::text, (select token from plimsoll.incarnation)";

  /** The log stood here, or before it, at that moment. */
  record Sounding(long atMicros, Lsn position, Incarnation incarnation) {}

  private final DataSource primary;
  private final ServerClock clock;
  private final long epochMicros;
  private final Deque<Sounding> newestFirst = new ArrayDeque<>();
  private final Thread thread = Thread.ofVirtual().name("soundings").unstarted(this::run);

  Soundings(DataSource primary, ServerClock clock) {
    this.primary = primary;
    this.clock = clock;
    this.epochMicros = System.currentTimeMillis() * 1_000 - clock.monotonicNanos() / 1_000;
  }

  /**
   * Begins to ask.
   *
   * @param clock is given this process's own time, µs since 1970 by the system's clock at the start
   *     and by the monotonic one from then on
   */
  public static Soundings start(DataSource primary, ServerClock clock) {
    Soundings soundings = new Soundings(primary, clock);
    soundings.thread.start();
    return soundings;
  }

  /**
   * The latest moment of which a stream that was applied up to a position tells all.
   *
   * @return µs by {@code clock}; empty when the primary was not asked in this history by then
   */
  public synchronized Optional<Long> before(Lsn applied, Incarnation incarnation) {
    return newestFirst.stream()
        .filter(s -> s.incarnation().equals(incarnation) && s.position().compareTo(applied) <= 0)
        .map(Sounding::atMicros)
        .findFirst();
  }

  private void run() {
    try {
      while (true) {
        ask();
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      log.debug("event=soundings-end"); // Only close() interrupts.
    }
  }

  /** The moment is taken before the question. */
  void ask() {
    long sent = clock.monotonicNanos();
    long micros = epochMicros + sent / 1_000;
    clock.sampled(micros, sent);
    try (Connection connection = primary.getConnection();
        PreparedStatement statement = connection.prepareStatement(SQL);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String token = row.getString(2);
      if (token != null) {
        took(new Sounding(micros, Lsn.parse(row.getString(1)), new Incarnation(token)));
      }
    } catch (SQLException e) {
      log.debug("code=sounding-failed trying again", e);
    }
  }

  synchronized void took(Sounding sounding) {
    newestFirst.addFirst(sounding);
    if (newestFirst.size() > KEPT) {
      newestFirst.removeLast();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
