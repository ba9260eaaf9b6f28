package io.plimsoll.system.gaps;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.plimsoll.cdc.capture.Capture;
import io.plimsoll.cdc.capture.CaptureSettings;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.local.server.ServiceProcess;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.local.stack.StackBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The articles example with all services, and what an operator sees of it. */
final class GapStack implements AutoCloseable {
  static final String SLOT = "plimsoll";
  static final String INVALIDATIONS = "plimsoll.invalidations";

  private final Stack stack;
  private final String jdbcUrl;
  private final HttpClient http = HttpClient.newHttpClient();

  private GapStack(Stack stack, String jdbcUrl) {
    this.stack = stack;
    this.jdbcUrl = jdbcUrl;
  }

  static GapStack start(UnaryOperator<StackBuilder> options) {
    Stack stack = options.apply(builder()).build();
    stack.start();
    return new GapStack(stack, stack.endpoints().postgres().jdbcUrl());
  }

  /** With everyone, the operator too, reaching the database at another URL. */
  static GapStack start(
      UnaryOperator<StackBuilder> options, Consumer<Stack> beforeStart, String jdbcUrl) {
    Stack stack = options.apply(builder()).build();
    beforeStart.accept(stack);
    stack.start();
    return new GapStack(stack, jdbcUrl);
  }

  private static StackBuilder builder() {
    // Of the tiers Redis alone: a cache in the process would heal by itself, and hide when the
    // worker's does.
    return Stack.builder()
        .example("articles")
        .services(Service.values())
        .environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0");
  }

  Stack stack() {
    return stack;
  }

  ServiceProcess worker() {
    return stack.service(Service.CDC);
  }

  HttpResponse<String> get(String path) {
    return send(stack.endpoints().api() + path);
  }

  private HttpResponse<String> send(String uri) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(uri)).timeout(Duration.ofSeconds(20)).build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(uri, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static boolean hit(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElse("").startsWith("plimsoll; hit");
  }

  /** How often the fleet has opened an epoch for this code, as Prometheus sees it. */
  long epochs(String code) {
    String metrics = send(stack.endpoints().admin(Service.METRICS) + "/metrics").body();
    Matcher sample =
        Pattern.compile("plimsoll_gaps_total\\{code=\"" + code + "\"} (\\d+)").matcher(metrics);
    return sample.find() ? Long.parseLong(sample.group(1)) : 0;
  }

  /** {@code /summary} of metrics-collector, since its start. */
  String summary() {
    return send(stack.endpoints().admin(Service.METRICS) + "/summary?window=start").body();
  }

  /** What the worker says it waits for. */
  String workerProblems() {
    return send(stack.endpoints().admin(Service.CDC) + "/readyz").body();
  }

  /** How many gaps of this code the worker's capture has published since its start. */
  long published(String code) {
    String metrics = send(stack.endpoints().admin(Service.CDC) + "/metrics").body();
    Matcher sample =
        Pattern.compile("plimsoll_capture_gaps_total\\{code=\"" + code + "\"[^}]*} (\\d+)")
            .matcher(metrics);
    return sample.find() ? Long.parseLong(sample.group(1)) : 0;
  }

  List<String> workerLog() {
    try {
      return Files.readAllLines(worker().log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void sql(String... statements) {
    try (Connection connection = connect(jdbcUrl);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  String sqlValue(String sql) {
    try (Connection connection = connect(jdbcUrl);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** A connection of the operator. */
  Connection connect(String url) throws SQLException {
    var postgres = stack.endpoints().postgres();
    return DriverManager.getConnection(url, postgres.user(), postgres.password());
  }

  void stopWorker() {
    worker().stop();
    await("the slot is free")
        .until(
            () -> sqlValue("select count(*) from pg_replication_slots where active").equals("0"));
  }

  /** Another worker's capture, with the same slot and topics; the caller closes it. */
  Capture anotherCapture() {
    Capture capture =
        new Capture(
            new CaptureSettings(
                jdbcUrl,
                "plimsoll_capture",
                stack.credentials().capture(),
                stack.endpoints().kafka(),
                "plimsoll",
                SLOT,
                "plimsoll",
                Duration.ofMillis(5),
                3),
            new TagHash(stack.credentials().tagsKey()),
            new SimpleMeterRegistry(),
            Clock.systemUTC());
    capture.start();
    return capture;
  }

  @Override
  public void close() {
    http.close();
    stack.close();
  }
}
