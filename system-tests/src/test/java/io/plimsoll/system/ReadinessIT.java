package io.plimsoll.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import io.plimsoll.system.cdc.Records;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When an instance says that it is ready; and that it loses no request when it stops. */
final class ReadinessIT {
  private static final int CLIENTS = 24;
  private static final String REPEATED = "/articles/4001";
  private static final String ABSENT = "/articles/999999";
  private static final HttpClient http = HttpClient.newHttpClient();

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder()
                .environment(Service.API, "PLIMSOLL_HTTP_DRAIN_DELAY", "2s")
                // A busy machine is no fault here.
                .environment(Service.API, "PLIMSOLL_HTTP_DRAIN_TIMEOUT", "60s")
                .environment(Service.API, "PLIMSOLL_POSTGRES_STATEMENT_TIMEOUT", "60s")
                .environment(Service.API, "PLIMSOLL_AUDIT_PER_SECOND", "0"));
  }

  @AfterAll
  static void stop() {
    articles.close();
    http.close();
  }

  @BeforeEach
  void isReady() {
    articles.untilHit("/articles/1");
    untilReadyz("{\"status\":\"ready\"}");
  }

  private static HttpResponse<String> readyz() throws IOException, InterruptedException {
    URI at = articles.stack().endpoints().admin(Service.API).resolve("/readyz");
    return http.send(HttpRequest.newBuilder(at).build(), BodyHandlers.ofString());
  }

  private static void untilReadyz(String... parts) {
    await("readyz with " + List.of(parts))
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          HttpResponse<String> now = readyz();
          assertThat(now.statusCode()).as(now.body()).isEqualTo(200);
          return List.of(parts).stream().allMatch(now.body()::contains);
        });
  }

  private static int port() {
    return URI.create(articles.stack().endpoints().api().toString()).getPort();
  }

  @Test
  void redisAway_isDegraded_andServes() {
    articles.stack().redis().pause();
    try {
      untilReadyz("\"status\":\"degraded\"", "\"redis\":");
      assertThat(articles.get("/articles/2").status()).isEqualTo(200);
    } finally {
      articles.stack().redis().resume();
    }
    untilReadyz("{\"status\":\"ready\"}");
  }

  @Test
  void postgresAway_isDegraded_notUnready() {
    articles.stack().postgres().kill();
    try {
      await("a read without a database")
          .atMost(Duration.ofSeconds(30))
          .until(() -> articles.get("/articles/3").status() == 503);
      untilReadyz("\"status\":\"degraded\"", "\"postgres\":");
    } finally {
      articles.stack().postgres().start();
    }
    articles.until("/articles/3", r -> r.status() == 200);
    untilReadyz("{\"status\":\"ready\"}");
  }

  @Test
  void traceparent_isAnswered_andAFailureHasOneInAnyCase() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    String given = "00-" + trace + "-00f067aa0ba902b7-01";
    Response hit = articles.get("/articles/1", "traceparent", given);
    assertThat(hit.header("traceparent")).startsWith("00-" + trace + "-").isNotEqualTo(given);
    assertThat(articles.get("/articles/1").header("traceparent")).isEmpty();
    assertThat(articles.get("/articles/1", "traceparent", "nonsense").header("traceparent"))
        .isEmpty();
    Response refused = articles.get("/articles/x", "traceparent", given);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("traceparent")).startsWith("00-" + trace + "-");
    assertThat(articles.get("/articles/x").header("traceparent"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void recordsOfAWrite_continueItsTrace_andThoseOfOthersDoNot() {
    String given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    String[] traced = {"traceparent", given};
    try (Records rows = records("plimsoll.public.articles", 3);
        Records log = records("plimsoll.invalidations", 1)) {
      assertThat(title("traced", traced)).isEqualTo(200);
      assertThat(title("with a key", "traceparent", given, "Idempotency-Key", "\"a-key\""))
          .isEqualTo(200);
      assertThat(title("guarded", "traceparent", given, "If-Match", "*")).isEqualTo(200);
      assertThat(title("untraced")).isEqualTo(200);
      assertThat(title("not understood", "traceparent", given + "-")).isEqualTo(200);
      assertThat(patch("/articles/50", "{\"category\":\"no such\"}", traced)).isEqualTo(409);
      assertThat(patch("/articles/777777", "{\"title\":\"nobody's\"}", traced)).isEqualTo(404);
      String unsampled = given.replace("-01", "-00");
      // The driver treats a statement otherwise when it knows it.
      for (int i = 0; i < 10; i++) {
        assertThat(title("later " + i, "traceparent", unsampled)).isEqualTo(200);
      }

      assertThat(traces(rows, "traced", "with a key", "guarded"))
          .containsExactly(given, given, given);
      assertThat(traces(rows, "untraced", "not understood")).containsExactly("", "");
      String[] later = IntStream.range(0, 10).mapToObj(i -> "later " + i).toArray(String[]::new);
      assertThat(traces(rows, later)).hasSize(10).containsOnly(unsampled);
      await("three with a row and one without")
          .until(() -> log.all().stream().map(Records::traceOf).filter(given::equals).count() == 4);
    }
    assertThat(articles.metric(Service.CDC, "plimsoll_capture_gaps_total{code=\"rows-missing\""))
        .matches(".*} 0(\\.0)?");
  }

  private static Records records(String topic, int partitions) {
    return new Records(articles.stack().endpoints().kafka(), topic, partitions);
  }

  private static int title(String title, String... headers) {
    return patch("/articles/50", "{\"title\":\"" + title + "\"}", headers);
  }

  private static int patch(String path, String json, String... headers) {
    List<String> all = new ArrayList<>(List.of("Content-Type", "application/json"));
    all.addAll(List.of(headers));
    return articles.send("PATCH", path, json, all.toArray(String[]::new)).status();
  }

  /** Of the records that these titles were written by. */
  private static List<String> traces(Records rows, String... titles) {
    return Stream.of(titles)
        .map(title ->
            await("a record of " + title)
                .atMost(Duration.ofSeconds(30))
                .until(() -> written(rows, title), Optional::isPresent)
                .orElseThrow())
        .toList();
  }

  private static Optional<String> written(Records rows, String title) {
    return rows.all().stream()
        .filter(r -> r.value() != null)
        .filter(r -> new String(r.value(), UTF_8).contains("\"title\":\"" + title + "\""))
        .map(Records::traceOf)
        .findFirst();
  }

  /** Asks on one connection until it is told that the last answer was the last. */
  private static Callable<KeptConnection.Answer> client(int row, AtomicInteger answered) {
    return () -> {
      try (KeptConnection connection = new KeptConnection(port())) {
        while (true) {
          KeptConnection.Answer answer = connection.get("/users/" + row + "/articles");
          answered.incrementAndGet();
          if (answer.last()) {
            assertThat(connection.ends()).isTrue();
            return answer;
          }
        }
      }
    };
  }

  @Test
  void stopUnderLoad_losesNoRequestOnAnOpenConnection() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection operator = articles.connect();
        Statement statement = operator.createStatement()) {
      List<Future<KeptConnection.Answer>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(clients.submit(client(100 + i, answered)));
      }
      await("load").until(() -> answered.get() > 10 * CLIENTS);
      AtomicBoolean released = new AtomicBoolean();
      Map<String, Future<KeptConnection.Answer>> slow =
          slowReads(clients, operator, statement, released);
      Future<?> stopped = clients.submit(() -> articles.stack().service(Service.API).stop());
      await("not ready any more").until(() -> readyz().statusCode() == 503);
      assertThat(readyz().body()).contains("\"failing\":{\"stop\":\"stopping\"}");
      for (Future<KeptConnection.Answer> client : running) {
        assertThat(client.get().status()).isEqualTo(200);
      }
      await("the listener to be closed").until(ReadinessIT::refused);
      assertThat(slow.values()).as("they still wait for Postgres").noneMatch(Future::isDone);
      released.set(true);
      operator.rollback();
      for (Map.Entry<String, Future<KeptConnection.Answer>> read : slow.entrySet()) {
        KeptConnection.Answer answer = read.getValue().get();
        assertThat(answer.status())
            .as("%s: %s", read.getKey(), answer)
            .isEqualTo(read.getKey().equals(ABSENT) ? 404 : 200);
      }
      stopped.get();
    } finally {
      articles.stack().service(Service.API).start();
    }
    articles.untilHit("/articles/1");
  }

  /**
   * Wait for a lock in Postgres; the clients' query does not read that table. One is the first of
   * its connection, the others repeat themselves until there is no answer in the cache any more.
   */
  private static Map<String, Future<KeptConnection.Answer>> slowReads(
      ExecutorService clients, Connection operator, Statement statement, AtomicBoolean released)
      throws SQLException {
    Map<String, Future<KeptConnection.Answer>> slow = new HashMap<>();
    for (String path : List.of(REPEATED, ABSENT)) {
      articles.until(path, Response::hit);
      slow.put(
          path,
          clients.submit(() -> {
            try (KeptConnection connection = new KeptConnection(port())) {
              KeptConnection.Answer answer = connection.get(path);
              while (!released.get()) {
                answer = connection.get(path);
              }
              return answer;
            }
          }));
    }
    operator.setAutoCommit(false);
    statement.execute("lock table article_tags in access exclusive mode");
    slow.put(
        "/articles/4000",
        clients.submit(() -> {
          try (KeptConnection connection = new KeptConnection(port())) {
            return connection.get("/articles/4000");
          }
        }));
    for (String path : List.of(REPEATED, ABSENT)) {
      Response ended =
          Admin.of(articles).send("POST", "/admin/invalidate", "{\"path\":\"" + path + "\"}");
      assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    }
    await("the reads to run")
        .until(() -> articles.metric(Service.API, "plimsoll_load_running{").endsWith(" 3.0"));
    return slow;
  }

  private static boolean refused() {
    try (KeptConnection _ = new KeptConnection(port())) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
