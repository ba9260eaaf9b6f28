package io.plimsoll.system;

import static org.awaitility.Awaitility.await;

import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.origin.OriginSetup;
import io.plimsoll.local.origin.OriginSetupException;
import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import io.plimsoll.local.stack.Stack;
import io.plimsoll.local.stack.StackBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The articles example, started as {@code plimsoll up} starts it, and what a user does with it. */
final class Articles implements AutoCloseable {
  /**
   * Beyond the catalog's greatest max-staleness an answer from before a change would break the
   * promise.
   */
  static final Duration BOUND = Duration.ofSeconds(5);

  private final Stack stack;
  private final HttpClient http = HttpClient.newHttpClient();

  private Articles(Stack stack) {
    this.stack = stack;
  }

  /** Built, not started: more options may follow. */
  static StackBuilder builder() {
    return builder(Service.API, Service.CDC);
  }

  static StackBuilder builder(Service... services) {
    Layout layout = Layout.find();
    Path catalog = layout.example("articles").resolve("catalog.yaml");
    List<String> tables = List.copyOf(CatalogParser.parse(catalog).tables());
    return Stack.builder()
        .catalog(catalog)
        .services(services)
        .origin((operator, passwords) -> setUp(operator, layout, tables, passwords));
  }

  static Articles start(StackBuilder builder) {
    Articles articles = new Articles(builder.build());
    articles.stack.start();
    return articles;
  }

  private static List<String> setUp(
      Connection operator, Layout layout, List<String> tables, Map<String, String> passwords) {
    try {
      new OriginSetup().loadExample(operator, layout.example("articles"));
      return new OriginSetup().apply(operator, layout.originSql(), tables, passwords);
    } catch (OriginSetupException e) {
      throw new IllegalStateException(e);
    }
  }

  Stack stack() {
    return stack;
  }

  Response get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Response send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(stack.endpoints().api() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return Response.of(http.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Response sendJson(String method, String path, String json) {
    return send(method, path, json, "Content-Type", "application/json");
  }

  /** Asks until the answer comes from the cache: everything is up and nothing has just changed. */
  Response untilHit(String path) {
    return until(path, Response::hit);
  }

  /** Asks until the answer is as wanted. */
  Response until(String path, Predicate<Response> wanted) {
    return await("GET " + path)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(30))
        .until(() -> get(path), wanted);
  }

  /** Runs SQL as the database's operator, past Plimsoll, as anyone might. */
  void sql(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The first column of the first row. */
  String sqlValue(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return String.valueOf(row.getString(1));
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** The lines of a metric on a service's admin port. */
  String metric(Service service, String name) {
    return page(service, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .collect(Collectors.joining("\n"));
  }

  /** What a service's admin port says. */
  String page(Service service, String path) {
    URI page = stack.endpoints().admin(service).resolve(path);
    try {
      return http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + page, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A connection of the operator. */
  Connection connect() throws SQLException {
    var postgres = stack.endpoints().postgres();
    return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
  }

  @Override
  public void close() {
    http.close();
    stack.close();
  }
}
