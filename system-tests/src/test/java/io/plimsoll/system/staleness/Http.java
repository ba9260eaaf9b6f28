package io.plimsoll.system.staleness;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A client of the API, patient enough for one that is frozen for half a minute. */
final class Http implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  /** By HTTP/1.1 requests repeat themselves byte for byte, and are answered by their bytes. */
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI api;

  Http(URI api) {
    this.api = api;
  }

  Answer get(Kind kind, long id, Optional<Token> after) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(kind.path(id))).timeout(PATIENCE);
    after.ifPresent(token -> request.header("Plimsoll-After", token.text()));
    HttpRequest built = request.build();
    long asked = System.nanoTime();
    HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
    return new Answer(
        kind,
        id,
        asked,
        System.nanoTime(),
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Cache-Status").orElse(""),
        response.headers().firstValue("Plimsoll-Freshness").orElse(""),
        after.map(Token::version));
  }

  HttpResponse<String> put(String path, String json) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(json))
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    client.close();
  }
}
