package io.plimsoll.system;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** A row of articles that somebody else holds, so that writes of it wait. */
final class Locked implements AutoCloseable {
  private static final String WAITING =
      "select count(*) from pg_stat_activity where usename = 'plimsoll_writer' and wait_event_type = 'Lock'";

  private final Articles articles;
  private final Connection holder;
  private int waiting;

  Locked(Articles articles, long id) {
    this.articles = articles;
    try {
      holder = articles.connect();
      holder.setAutoCommit(false);
      try (Statement lock = holder.createStatement()) {
        lock.execute("select from articles where id = " + id + " for update");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a write in the background; returns when it waits too. */
  CompletableFuture<Response> behind(Supplier<Response> write) {
    CompletableFuture<Response> answer = CompletableFuture.supplyAsync(write);
    String expected = Integer.toString(++waiting);
    await("one more write that waits")
        .atMost(Duration.ofSeconds(20))
        .until(() -> articles.sqlValue(WAITING).equals(expected));
    return answer;
  }

  /** Lets them go. */
  @Override
  public void close() {
    try {
      holder.rollback();
      holder.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
