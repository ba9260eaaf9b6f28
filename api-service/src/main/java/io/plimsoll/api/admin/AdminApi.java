package io.plimsoll.api.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.core.service.ProblemJson;
import io.plimsoll.core.service.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin} and all below it: routes behind one bearer token (RFC 6750). Everything that
 * changes something is logged. Thread-safe.
 */
public final class AdminApi implements HttpHandler {
  /** Where it is mounted. */
  public static final String PATH = "/admin";

  private static final Logger log = LoggerFactory.getLogger(AdminApi.class);
  private static final String BEARER = "Bearer ";
  private static final String ORIGIN = "origin-unavailable";

  private final Optional<byte[]> token;
  private final SortedMap<String, Route> routes = new TreeMap<>();

  /** Answers one method of one path. Blocks as it likes: each request has a thread of its own. */
  @FunctionalInterface
  interface Route {
    /**
     * The answer.
     *
     * @throws AdminProblem for what the caller can mend
     */
    Reply answer(AdminCall call) throws IOException;
  }

  /** Without a token every request is refused. */
  public AdminApi(Optional<String> token) {
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Adds a route before the first request.
   *
   * @param methodAndPath such as {@code GET /admin/cache}
   */
  AdminApi route(String methodAndPath, Route route) {
    routes.put(methodAndPath, route);
    return this;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Reply reply = reply(exchange);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      Optional<Path> file = reply.file();
      if (file.isPresent()) {
        exchange.sendResponseHeaders(reply.status(), Files.size(file.get()));
        try (OutputStream body = exchange.getResponseBody()) {
          Files.copy(file.get(), body);
        }
      } else {
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private Reply reply(HttpExchange exchange) {
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try {
      authorize(exchange);
      Route route = routes.get(asked);
      if (route == null) {
        return unknown(exchange);
      }
      Reply reply = route.answer(new AdminCall(exchange));
      if (!exchange.getRequestMethod().equals("GET")) {
        log.info("event=admin request=\"{}\" status={}", asked, reply.status());
      }
      return reply;
    } catch (AdminProblem e) {
      return e.reply();
    } catch (ClassCastException e) {
      log.debug("a member of the body has another type", e);
      return AdminProblem.invalid("a member of the body has another type than expected").reply();
    } catch (OriginException e) {
      log.warn("code={} request=\"{}\" {}", ORIGIN, asked, e.getMessage(), e);
      return ProblemJson.of(
          503, ORIGIN, "Postgres did not do it", Map.of("detail", String.valueOf(e.getMessage())));
    } catch (IOException | RuntimeException e) {
      log.error("code=admin-route-failed request=\"{}\"", asked, e);
      return ProblemJson.of(500, "internal", "The request failed; see the log", Map.of());
    }
  }

  private void authorize(HttpExchange exchange) {
    byte[] expected =
        token.orElseThrow(() ->
            new AdminProblem(
                403,
                "admin-off",
                "The admin API is off",
                "set admin.token (PLIMSOLL_ADMIN_TOKEN) to a secret of at least 16 characters"));
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] shown =
        given != null && given.regionMatches(true, 0, BEARER, 0, BEARER.length())
            ? given.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    // Takes as long whatever was shown: java.security says so since 6u17.
    if (!MessageDigest.isEqual(expected, shown)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"plimsoll admin\"");
      throw new AdminProblem(
          401,
          "admin-token",
          "Not authorized",
          "Authorization must be Bearer and the service's admin.token");
    }
  }

  private Reply unknown(HttpExchange exchange) {
    String path = exchange.getRequestURI().getPath();
    SortedSet<String> methods = new TreeSet<>();
    routes.keySet().stream()
        .filter(route -> route.endsWith(" " + path))
        .forEach(route -> methods.add(route.substring(0, route.indexOf(' '))));
    if (methods.isEmpty()) {
      return ProblemJson.of(404, "not-found", "No such path", Map.of("routes", routes.keySet()));
    }
    exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
    return ProblemJson.of(
        405, "method-not-allowed", "Only " + String.join(", ", methods), Map.of());
  }
}
