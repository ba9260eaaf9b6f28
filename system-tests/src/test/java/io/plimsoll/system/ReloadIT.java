package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another catalog takes the place of the one in force, while requests come. */
final class ReloadIT {
  private static final int READERS = 4;
  private static final int RELOADS = 12;

  private static final String CATALOG =
      """
      queries:
        thing:
          get: /things/{id}
          params: { id: bigint }
          sql: select id, %s from articles where id = :id
          one: true
      """;

  private static final String MORE =
      """
        more:
          get: /more/{id}
          params: { id: bigint }
          sql: select id, status from articles where id = :id
          one: true
      """;

  @TempDir private static Path folder;
  private static Path file;
  private static Articles articles;
  private static Admin admin;

  @BeforeAll
  static void start() {
    file = folder.resolve("catalog.yaml");
    write(CATALOG.formatted("title"));
    articles = Articles.start(Articles.builder().catalog(file));
    admin = Admin.of(articles);
    articles.untilHit("/things/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @BeforeEach
  void first() {
    write(CATALOG.formatted("title"));
    assertThat(reload().status()).isEqualTo(200);
  }

  private static void write(String catalog) {
    try {
      Files.writeString(file, catalog);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Response reload() {
    return admin.send("POST", "/admin/reload", "");
  }

  @Test
  void anotherCatalog_isInForceWhenTheReplyComes() {
    assertThat(articles.get("/more/1").status()).isEqualTo(404);
    write(CATALOG.formatted("category") + MORE);

    assertThat(reload().body())
        .isEqualTo(
            "{\"queries\":2,\"writes\":0,\"added\":[\"more\"],\"changed\":[\"thing\"],\"removed\":[]}");

    assertThat(articles.get("/things/1").body()).contains("category").doesNotContain("title");
    assertThat(articles.get("/more/1").body()).contains("status");
    articles.untilHit("/more/1");
    assertThat(articles.get("/openapi.json").body()).contains("/more/{id}");
    assertThat(admin.get("/admin/key?path=/more/1").body()).contains("\"query\":\"more\"");
    assertThat(admin.get("/admin/cache").body()).contains("\"more\":{");

    articles.sql("update articles set category = category, status = 'archived' where id = 1");
    articles.until("/more/1", r -> r.body().contains("archived"));
    write(CATALOG.formatted("title"));
    assertThat(reload().body()).contains("\"removed\":[\"more\"]");
    assertThat(articles.get("/more/1").status()).isEqualTo(404);
    assertThat(articles.get("/things/1").body()).contains("title");
  }

  @Test
  void connectionThatRepeatsItself_isAnsweredByTheNewCatalog() {
    String request = "GET /things/3 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (RawConnection connection = new RawConnection(articles.stack().endpoints().port())) {
      await("answered by its bytes")
          .until(
              () -> connection.send(request).response(),
              r -> !articles.metric(Service.API, "plimsoll_http_repeated_total").endsWith(" 0.0"));
      write(CATALOG.formatted("category"));
      assertThat(reload().status()).isEqualTo(200);
      for (int i = 0; i < 4; i++) {
        assertThat(connection.send(request).response().body())
            .contains("category")
            .doesNotContain("title");
      }
    }
  }

  @Test
  void badCatalog_changesNothing_andSaysWhere() {
    articles.untilHit("/things/2");
    List<String> bad =
        List.of(
            CATALOG.formatted("title") + "    ttl: fast\n",
            CATALOG.formatted("no_such_column"),
            CATALOG.formatted("title").replace("articles", "nowhere"),
            CATALOG.formatted("title") + "    scope: articles:read\n",
            "queries: [");
    List<String> says =
        List.of(
            "catalog.yaml:7:10 queries.thing.ttl",
            "no_such_column",
            "nowhere",
            "auth.mode: must be required",
            "catalog.yaml:");
    for (int i = 0; i < bad.size(); i++) {
      write(bad.get(i));
      Response refused = reload();
      assertThat(refused.status()).as(refused.body()).isEqualTo(422);
      assertThat(refused.body()).contains("catalog-invalid", says.get(i));
      assertThat(articles.untilHit("/things/2").body()).as("as before").contains("title");
    }
  }

  @Test
  void underLoad_noRequestFails_andEachAnswerIsOfACatalogThatWas() throws InterruptedException {
    Queue<String> wrong = new ConcurrentLinkedQueue<>();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<Thread> readers = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      int row = 100 + i;
      readers.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!done.get()) {
                  Response response = articles.get("/things/" + row);
                  boolean known =
                      response.body().contains("\"title\":")
                          != response.body().contains("\"category\":");
                  if (response.status() != 200 || !known) {
                    wrong.add(response.toString());
                  }
                  answered.incrementAndGet();
                }
              }));
    }
    for (int i = 0; i < RELOADS; i++) {
      String column = i % 2 == 0 ? "category" : "title";
      write(CATALOG.formatted(column));
      assertThat(reload().status()).isEqualTo(200);
      assertThat(articles.get("/things/100").body()).contains("\"" + column + "\":");
    }
    done.set(true);
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(wrong).isEmpty();
    assertThat(answered.get()).isGreaterThan(RELOADS);
  }

  /** It would go on by the catalog that is gone, for as long as the client likes. */
  @Test
  void eventStream_ends_andComesAgainByTheNewCatalog() throws Exception {
    List<String> first = new CopyOnWriteArrayList<>();
    try (HttpClient http = HttpClient.newHttpClient()) {
      CompletableFuture<Void> ended = stream(http, first);
      await("the first answer").until(() -> first.toString().contains("title"));
      write(CATALOG.formatted("category"));
      assertThat(reload().status()).isEqualTo(200);
      await("the end").until(ended::isDone);

      List<String> second = new CopyOnWriteArrayList<>();
      CompletableFuture<Void> next = stream(http, second);
      await("the new answer").until(() -> second.toString().contains("category"));
      assertThat(next).isNotDone();
      http.shutdownNow();
    }
  }

  private static CompletableFuture<Void> stream(HttpClient http, List<String> lines) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(articles.stack().endpoints().api() + "/things/3"))
            .header("Accept", "text/event-stream")
            .build();
    return http.sendAsync(request, BodyHandlers.ofLines())
        .thenAcceptAsync(response -> response.body().forEach(lines::add));
  }
}
