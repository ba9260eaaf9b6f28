package io.plimsoll.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private final Health health = new Health();
  private final Telemetry telemetry = new Telemetry("test");
  private final HttpClient client = HttpClient.newHttpClient();
  private final AdminServer server =
      AdminServer.start(
          "127.0.0.1",
          0,
          health,
          telemetry.registry(),
          Map.of(
              "/echo", query -> Reply.json("{\"q\":\"" + query.orElse("") + "\"}"),
              "/bad",
                  query -> {
                    throw new IllegalStateException("broken");
                  }));

  @AfterEach
  void stop() {
    client.close();
    server.close();
    telemetry.close();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void readyz_partNotReady_is503WithTheReason() throws Exception {
    AtomicReference<Optional<String>> redis = new AtomicReference<>(Optional.of("no connection"));
    health.add("redis", redis::get);
    health.add("kafka", Optional::empty);
    HttpResponse<String> response = send("GET", "/readyz");
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(response.body()).contains("\"failing\":{\"redis\":\"no connection\"}");
    redis.set(Optional.empty());
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void readyz_partThatCanBeDoneWithout_isDegradedAndServes() throws Exception {
    AtomicReference<Optional<String>> redis = new AtomicReference<>(Optional.of("silent"));
    health.addDegrading("redis", redis::get);
    HttpResponse<String> response = send("GET", "/readyz");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo("{\"degraded\":{\"redis\":\"silent\"},\"status\":\"degraded\"}");
    redis.set(Optional.empty());
    assertThat(send("GET", "/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
    health.add("stop", () -> Optional.of("stopping"));
    redis.set(Optional.of("silent"));
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void readyz_checkThrows_isNotReady() throws Exception {
    health.add(
        "odd",
        () -> {
          throw new IllegalStateException("x");
        });
    assertThat(send("GET", "/readyz").statusCode()).isEqualTo(503);
  }

  @Test
  void metrics_haveTheProcess() throws Exception {
    assertThat(send("GET", "/metrics").body())
        .contains("process_cpu_seconds_total{service=\"test\"}", "jvm_memory_used_bytes");
  }

  @Test
  void routes_answerGetAndHeadOnly() throws Exception {
    assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/echo?window=10s").body()).isEqualTo("{\"q\":\"window=10s\"}");
    assertThat(send("HEAD", "/livez").body()).isEmpty();
    assertThat(send("POST", "/echo").statusCode()).isEqualTo(405);
    assertThat(send("GET", "/nothing").statusCode()).isEqualTo(404);
    assertThat(send("GET", "/bad").statusCode()).isEqualTo(500);
  }

  @Test
  void port_inUse_isToldWithTheKey() {
    assertThatThrownBy(() ->
            AdminServer.start("127.0.0.1", server.port(), health, telemetry.registry(), Map.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port())
        .hasMessageContaining("admin.port");
  }
}
