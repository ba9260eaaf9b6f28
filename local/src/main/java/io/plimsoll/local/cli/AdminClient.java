package io.plimsoll.local.cli;

import io.plimsoll.local.server.ServerException;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the admin routes of the API of a running stack. */
final class AdminClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String base;
  private final String token;

  private AdminClient(String base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * That of the stack on a port.
   *
   * @throws ServerException when none runs there, or one without the API
   */
  static AdminClient on(int port) {
    State state = RunningStack.on(port);
    String admin = state.admin(Service.API.module());
    if (admin.isEmpty()) {
      throw new ServerException(
          "the stack on port %d has no %s: it was started with --servers-only"
              .formatted(port, Service.API.module()));
    }
    return new AdminClient(admin, state.adminToken());
  }

  /** As a part of a query string. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The parameter of a query string that says whose answers are meant. */
  static String of(@Nullable String tenant) {
    return tenant == null ? "" : "&tenant=" + encoded(tenant);
  }

  JsonNode get(String path) {
    return send(request(path).GET());
  }

  JsonNode post(String path, Map<String, ?> body) {
    return post(path, JSON.writeValueAsString(body));
  }

  JsonNode post(String path, String body) {
    return send(request(path).POST(BodyPublishers.ofString(body)));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) {
    HttpRequest built = request.build();
    try {
      HttpResponse<String> response = http.send(built, BodyHandlers.ofString());
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() >= 400) {
        StringBuilder said =
            new StringBuilder(body.path("title").asString(""))
                .append(": ")
                .append(body.path("detail").asString(""));
        body.path("problems").forEach(problem -> said.append('\n').append(problem.asString()));
        throw new ServerException(said.toString());
      }
      return body;
    } catch (IOException e) {
      throw new ServerException("%s does not answer: %s".formatted(built.uri(), e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while asking " + built.uri(), e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
