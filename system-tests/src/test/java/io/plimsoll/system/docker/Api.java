package io.plimsoll.system.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.Predicate;

/** A running API, asked as a user asks it. */
record Api(URI base, HttpClient http) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return get(base.resolve(path));
  }

  HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Asks until the answer is as wanted; a connection that is refused is asked again. */
  HttpResponse<String> until(URI uri, Predicate<HttpResponse<String>> wanted) {
    return await("GET " + uri)
        .ignoreExceptionsInstanceOf(IOException.class)
        .pollInterval(Duration.ofMillis(50))
        .atMost(PATIENCE)
        .until(() -> get(uri), wanted);
  }

  /** Miss, hit, a change past Plimsoll, and the next answers are new: what it is for. */
  void showsFreshness(ThrowingRunnable changeTitleOf7) throws Exception {
    URI article = base.resolve("/articles/7");
    until(article, Api::hit);
    assertThat(get("/articles?limit=7")).matches(r -> !hit(r), "a miss");
    assertThat(get("/articles?limit=7")).matches(Api::hit, "a hit");

    changeTitleOf7.run();

    until(article, r -> r.body().contains("Changed by psql"));
    assertThat(until(article, Api::hit).body()).contains("Changed by psql");
  }

  static boolean hit(HttpResponse<String> response) {
    return response.headers().firstValue("Cache-Status").orElse("").startsWith("plimsoll; hit");
  }

  interface ThrowingRunnable {
    void run() throws Exception;
  }
}
