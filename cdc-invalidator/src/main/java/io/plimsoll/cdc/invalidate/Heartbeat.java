package io.plimsoll.cdc.invalidate;

import io.plimsoll.core.cache.TimeSource;
import io.plimsoll.core.stream.Backoff;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the cache's time into Postgres again and again: what was visible before that time is in
 * the WAL before the heartbeat. Waits while the cache or Postgres are away. Thread-safe.
 */
public final class Heartbeat implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final HeartbeatSettings settings;
  private final TimeSource clock;
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> problem = Optional.of("starting");

  public Heartbeat(HeartbeatSettings settings, TimeSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("heartbeat").daemon(true).unstarted(this::supervise);
  }

  public void start() {
    thread.start();
  }

  /** Why there is no heartbeat at the moment. */
  public Optional<String> problem() {
    return problem;
  }

  private void supervise() {
    while (closed.getCount() > 0) {
      try (Connection connection = connect();
          PreparedStatement beat = connection.prepareStatement("select * from plimsoll.beat(?)")) {
        beatOnAndOn(beat);
      } catch (SQLException e) {
        failed("postgres-unavailable", e);
      } catch (InterruptedException e) {
        return; // Only close() interrupts.
      }
      if (waited(backoff.next().toNanos())) {
        return;
      }
    }
  }

  /**
   * The connection is kept while the cache is away. A Postgres whose connections are all taken
   * might give no other, and without the heartbeat no cache serves anything, which takes still more
   * of them.
   */
  private void beatOnAndOn(PreparedStatement beat) throws SQLException, InterruptedException {
    long next = System.nanoTime();
    do {
      // The time is read before the transaction begins, never after.
      OptionalLong time = time();
      if (time.isPresent()) {
        beat.setLong(1, time.getAsLong());
        beat.execute();
        succeeded();
        next = Math.max(next + settings.interval().toNanos(), System.nanoTime());
      } else {
        next = System.nanoTime() + backoff.next().toNanos();
      }
    } while (!waited(next - System.nanoTime()));
  }

  private OptionalLong time() throws InterruptedException {
    try {
      return OptionalLong.of(
          clock.timeMicros().toCompletableFuture().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException | TimeoutException e) {
      failed("cache-unavailable", e);
      return OptionalLong.empty();
    }
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("ApplicationName", "plimsoll-heartbeat");
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("socketTimeout", "5");
    properties.setProperty("options", "-c statement_timeout=2000");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(settings.postgresUrl(), properties);
  }

  private void succeeded() {
    if (problem.isPresent()) {
      LOG.info("event=heartbeat");
    }
    problem = Optional.empty();
    backoff.reset();
  }

  private void failed(String code, Exception e) {
    if (closed.getCount() == 0) {
      return;
    }
    boolean news = !problem.map(text -> text.startsWith(code + ":")).orElse(false);
    problem = Optional.of(code + ": " + e.getMessage());
    if (news) {
      LOG.warn("event=heartbeat-stopped code={} reason=\"{}\"", code, e.toString());
    }
  }

  /** Whether it was closed meanwhile. */
  private boolean waited(long nanos) {
    try {
      return closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // Only close() interrupts.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(DEADLINE.multipliedBy(2))) {
        LOG.error("code=close-timeout thread=heartbeat");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
