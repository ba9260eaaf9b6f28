package io.plimsoll.core.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The admin port: {@code /livez}, {@code /readyz}, {@code /metrics} and routes of the service. One
 * virtual thread for each request. The owner closes it.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private static final JsonMapper JSON = JsonMapper.shared();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Route> routes;

  /** A path that answers GET. */
  @FunctionalInterface
  public interface Route {
    /**
     * The answer.
     *
     * @param query the query string as it came, not decoded
     */
    Reply get(Optional<String> query);
  }

  private AdminServer(HttpServer server, Map<String, Route> routes) {
    this.server = server;
    this.routes = routes;
  }

  /**
   * Starts to listen.
   *
   * @param port 0 for any free one
   * @param more routes besides, by path; one for {@code /metrics} takes the place of the registry's
   * @throws UncheckedIOException when the address cannot be listened on, saying which
   */
  public static AdminServer start(
      String host,
      int port,
      Health health,
      PrometheusMeterRegistry registry,
      Map<String, Route> more) {
    Map<String, Route> routes = new HashMap<>(more);
    routes.put("/livez", query -> Reply.text("alive\n"));
    routes.put("/readyz", query -> ready(health));
    routes.putIfAbsent(
        "/metrics",
        query -> new Reply(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
    AdminServer admin = new AdminServer(bind(host, port), Map.copyOf(routes));
    admin.server.createContext("/", admin::handle);
    admin.server.setExecutor(admin.threads);
    admin.server.start();
    return admin;
  }

  private static HttpServer bind(String host, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(host, port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot listen on %s:%d for the admin port: %s; set admin.host or admin.port"
              .formatted(host, port, e.getMessage()),
          e);
    }
  }

  /** Adds what answers a path and all below it, by itself. */
  public void mount(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  private static Reply ready(Health health) {
    Map<String, String> failing = health.failing();
    return failing.isEmpty()
        ? serving(health.degraded())
        : ProblemJson.of(
            503,
            "not-ready",
            "Not ready: " + String.join(", ", failing.keySet()),
            Map.of("failing", failing));
  }

  /** What it does without is no reason to be taken out: the others would do without it too. */
  private static Reply serving(Map<String, String> degraded) {
    return Reply.json(
        JSON.writeValueAsString(
            degraded.isEmpty()
                ? Map.of("status", "ready")
                : new TreeMap<>(Map.of("status", "degraded", "degraded", degraded))));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = answer(exchange);
      byte[] body = reply.bytes();
      boolean head = exchange.getRequestMethod().equals("HEAD");
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(reply.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Reply answer(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    Route route = routes.get(path);
    if (route == null) {
      return ProblemJson.of(404, "not-found", "No such path", Map.of("paths", routes.keySet()));
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return ProblemJson.of(405, "method-not-allowed", "Only GET and HEAD", Map.of());
    }
    try {
      return route.get(Optional.ofNullable(exchange.getRequestURI().getRawQuery()));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("code", "admin-route-failed")
          .addKeyValue("path", path)
          .setCause(e)
          .log("an admin route failed");
      return ProblemJson.of(500, "internal", "The route failed; see the log", Map.of());
    }
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
