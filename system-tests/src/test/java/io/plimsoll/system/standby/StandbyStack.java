package io.plimsoll.system.standby;

import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.PostgresUrl;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.local.stack.StackBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The articles example on a primary with standbys. */
final class StandbyStack implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(40);

  private final Stack stack;
  private final HttpClient http = HttpClient.newHttpClient();

  private StandbyStack(Stack stack) {
    this.stack = stack;
  }

  static StandbyStack start(int standbys, Service... services) {
    StackBuilder builder =
        Stack.builder().example("articles").services(services).standbys(standbys);
    for (Service service : services) {
      // A busy machine is no fault here.
      builder.environment(service, "PLIMSOLL_REDIS_TIMEOUT", "2s");
    }
    StandbyStack started = new StandbyStack(builder.build());
    started.stack.start();
    return started;
  }

  Stack stack() {
    return stack;
  }

  PostgresUrl primary() {
    return stack.endpoints().postgres();
  }

  PostgresUrl standby(int index) {
    return stack.endpoints().standbys().get(index);
  }

  Reply get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Reply send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.endpoints().api() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Reply.of(exchange(request.build()));
  }

  /** Asks the admin API, or with a body tells it. */
  Reply admin(String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.endpoints().admin(Service.API) + path))
            .header("Authorization", "Bearer " + stack.credentials().admin());
    return Reply.of(
        exchange((body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body))).build()));
  }

  private HttpResponse<String> exchange(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The sum of a metric's lines of the API that contain all parts. */
  double metric(String name, String... parts) {
    URI metrics = URI.create(stack.endpoints().admin(Service.API) + "/metrics");
    return exchange(HttpRequest.newBuilder(metrics).build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .filter(line -> java.util.Arrays.stream(parts).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  void awaitState(int standby, String state) {
    String name = "standby=\"standby-%d\"".formatted(standby + 1);
    until(
        name + " " + state,
        () -> metric("plimsoll_standby_state", name, "state=\"" + state + "\"") == 1);
  }

  static void until(String what, BooleanSupplier wanted) {
    await(what).pollInterval(Duration.ofMillis(10)).atMost(SOON).until(wanted::getAsBoolean);
  }

  /** The first column of the first row; empty when there is none. */
  String sql(PostgresUrl where, String sql) {
    try (Connection connection =
            DriverManager.getConnection(where.jdbcUrl(), where.user(), where.password());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      try (ResultSet row = statement.getResultSet()) {
        return row.next() ? String.valueOf(row.getString(1)) : "";
      }
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  String sql(String sql) {
    return sql(primary(), sql);
  }

  /** Runs SQL on the primary and returns when the standby shows it. */
  void sqlReplayed(int standby, String sql) {
    sql(sql);
    awaitReplayed(standby);
  }

  /** Until the standby shows all that is committed. */
  void awaitReplayed(int standby) {
    String flushed = sql("select pg_current_wal_flush_lsn()");
    until(
        "replay up to " + flushed,
        () ->
            sql(standby(standby), "select pg_last_wal_replay_lsn() >= '%s'".formatted(flushed))
                .equals("t"));
  }

  void pauseReplay(int standby) {
    sql(standby(standby), "select pg_wal_replay_pause()");
    until(
        "the pause of replay",
        () -> sql(standby(standby), "select pg_get_wal_replay_pause_state()").equals("paused"));
  }

  void resumeReplay(int standby) {
    sql(standby(standby), "select pg_wal_replay_resume()");
  }

  @Override
  public void close() {
    http.close();
    stack.close();
  }
}
