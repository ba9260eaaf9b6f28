package io.plimsoll.system;

import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** An operator at the API's admin port. */
record Admin(URI base, String token) {
  static Admin of(Articles articles) {
    return new Admin(
        articles.stack().endpoints().admin(Service.API), articles.stack().credentials().admin());
  }

  Response get(String path) {
    return send("GET", path, "");
  }

  Response send(String method, String path, String body) {
    return Response.of(send(method, path, body, BodyHandlers.ofString()));
  }

  <T> java.net.http.HttpResponse<T> send(
      String method, String path, String body, BodyHandler<T> handler) {
    HttpRequest request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
