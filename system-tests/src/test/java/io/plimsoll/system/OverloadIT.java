package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More is asked than Postgres can answer: some is answered, the rest is told so, all recovers. */
final class OverloadIT {
  private static final int CLIENTS = 60;
  private static final int WANTED = 100;

  /** {@code slow} takes 50 ms and is never stored; {@code article} is cached. */
  private static final String CATALOG =
      """
      queries:
        article:
          get: /articles/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id
          one: true
          max-staleness: 1m
        slow:
          get: /slow/{id}
          params: { id: bigint }
          sql: select id, title, pg_sleep(0.05)::text as slept from articles where id = :id
          one: true
      """;

  private static Articles articles;
  private static final AtomicInteger row = new AtomicInteger();

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    Path catalog = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(catalog)
                .environment(Service.API, "PLIMSOLL_POOL_MAX", "4")
                .environment(Service.API, "PLIMSOLL_AUDIT_PER_SECOND", "0")
                // A hit stays one while a test keeps Postgres busy.
                .environment(Service.API, "PLIMSOLL_CACHE_EARLY_REFRESH", "0"));
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @BeforeEach
  void isUp() {
    articles.untilHit("/articles/1");
  }

  private static String slow() {
    return "/slow/" + (1 + row.incrementAndGet() % 5_000);
  }

  private static void assertTurnedAway(Response response) {
    assertThat(response.status()).as("%s", response).isEqualTo(503);
    assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(response.header("Retry-After")).isEqualTo("1");
    assertThat(response.body()).contains("\"title\":\"Overloaded\"");
  }

  private static double metric(String name) {
    return articles
        .metric(Service.API, name)
        .lines()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void assertRecovered() {
    await("nothing runs or waits")
        .until(() -> metric("plimsoll_load_running") + metric("plimsoll_load_waiting") == 0);
    // As many as there are connections, at once: one that was lost would be missing here.
    List<String> paths = List.of(slow(), slow(), slow());
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Response>> asked =
          paths.stream().map(path -> clients.submit(() -> articles.get(path))).toList();
      assertThat(asked).allSatisfy(a -> assertThat(a.get().status()).isEqualTo(200));
    }
  }

  @Test
  void moreThanThePoolCanDo_isAnsweredAsFarAsItCan_theRestIsTurnedAway() throws Exception {
    double before = metric("plimsoll_load_shed_total{");
    AtomicInteger answered = new AtomicInteger();
    ConcurrentLinkedQueue<Response> all = new ConcurrentLinkedQueue<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        running.add(
            clients.submit(() -> {
              // Ends only if answers go on while most are turned away.
              while (answered.get() < WANTED) {
                Response response = articles.get(slow());
                all.add(response);
                if (response.status() == 200) {
                  answered.incrementAndGet();
                }
              }
            }));
      }
      while (answered.get() < WANTED) {
        Response hit = articles.get("/articles/1");
        assertThat(hit.status()).as("%s", hit).isEqualTo(200);
      }
      for (Future<?> client : running) {
        client.get();
      }
    }
    Map<Integer, Long> byStatus =
        all.stream().collect(Collectors.groupingBy(Response::status, Collectors.counting()));
    assertThat(byStatus.keySet()).as("%s", byStatus).containsExactlyInAnyOrder(200, 503);
    all.stream().filter(r -> r.status() != 200).forEach(OverloadIT::assertTurnedAway);
    assertThat(metric("plimsoll_load_shed_total{") - before)
        .isEqualTo((double) all.stream().filter(r -> r.status() == 503).count());
    assertRecovered();
  }

  @Test
  void postgresStandsStill_hitsGoOn_missesEnd_andAllRecovers() throws SQLException {
    List<Future<Response>> asked;
    try (Connection operator = articles.connect();
        Statement statement = operator.createStatement();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      operator.setAutoCommit(false);
      statement.execute("lock table users, articles in access exclusive mode");
      asked =
          Stream.generate(() -> clients.submit(() -> articles.get(slow()))).limit(CLIENTS).toList();
      await("the places of one query to be taken")
          .until(() -> metric("plimsoll_load_running") >= 3);
      for (int i = 0; i < 100; i++) {
        Response hit = articles.get("/articles/1");
        assertThat(hit.hit()).as("%s", hit).isTrue();
      }
      await("those who waited to be turned away")
          .until(() -> asked.stream().filter(Future::isDone).count() >= CLIENTS - 3);
      operator.rollback();
    }
    List<Response> answers = asked.stream().map(Future::resultNow).toList();
    answers.stream().filter(r -> r.status() == 503).forEach(OverloadIT::assertTurnedAway);
    assertThat(answers).filteredOn(r -> r.status() == 503).hasSizeGreaterThanOrEqualTo(CLIENTS - 3);
    assertRecovered();
  }
}
