package io.plimsoll.api.write;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes the answers of idempotency keys that have expired, a few at a time: each batch is a short
 * transaction that waits for nobody, so several instances may purge at once. A failure is logged
 * and tried again. Thread-safe; {@link #close} ends it.
 */
public final class IdempotencyPurge implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(IdempotencyPurge.class);
  private static final Duration MOST_OFTEN = Duration.ofSeconds(1);
  private static final Duration LEAST_OFTEN = Duration.ofMinutes(1);
  private static final int BATCH = 500;

  private static final String PURGE =
      """
      delete from plimsoll.idempotency where key in (
        select key from plimsoll.idempotency where at < now() - make_interval(secs => ?)
        order by at limit ? for update skip locked)\
      """;

  private final HikariDataSource pool;
  private final Duration keep;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("idempotency-purge").factory());

  private IdempotencyPurge(HikariDataSource pool, Duration keep) {
    this.pool = pool;
    this.keep = keep;
  }

  /**
   * Begins; the first purge comes after the first pause.
   *
   * @param pool the writer's
   * @param keep how long an answer is kept
   */
  public static IdempotencyPurge start(HikariDataSource pool, Duration keep) {
    IdempotencyPurge purge = new IdempotencyPurge(pool, keep);
    long pause = Math.clamp(keep.toMillis() / 100, MOST_OFTEN.toMillis(), LEAST_OFTEN.toMillis());
    var _ = purge.timer.scheduleWithFixedDelay(purge::run, pause, pause, TimeUnit.MILLISECONDS);
    return purge;
  }

  private void run() {
    try {
      int deleted = BATCH;
      while (deleted == BATCH && !timer.isShutdown()) {
        deleted = batch();
      }
    } catch (SQLException e) {
      log.warn("code=idempotency-purge-failed reason=\"{}\"", e.getMessage());
    }
  }

  private int batch() throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement statement = connection.prepareStatement(PURGE)) {
      statement.setDouble(1, keep.toMillis() / 1_000.0);
      statement.setInt(2, BATCH);
      return statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
