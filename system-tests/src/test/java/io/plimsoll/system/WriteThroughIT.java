package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first reader behind a write finds its answer in the cache. */
final class WriteThroughIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  /** The worker waits as long for what a test holds. */
  private static final String PATIENCE = "10s";

  private static final WorkerRedisLink WORKER_REDIS = new WorkerRedisLink();

  @TempDir static Path folder;
  private static Articles articles;

  @BeforeAll
  static void start() throws IOException {
    String catalog =
        Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
            .replaceAll("max-staleness: \\ds", "max-staleness: 5m")
            .replace("    patch: /articles/{id}\n", through("patch: /articles/{id}", "article"))
            .replace("    post: /articles\n", through("post: /articles", "article"))
            .replace("    post: /tags\n", through("post: /tags", "article"));
    Path file = Files.writeString(folder.resolve("catalog.yaml"), catalog);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(file)
                .links(WORKER_REDIS)
                .environment(Service.CDC, "PLIMSOLL_REDIS_TIMEOUT", PATIENCE));
    articles.untilHit("/articles/1");
  }

  private static String through(String route, String query) {
    return "    " + route + "\n    write-through: " + query + "\n";
  }

  @AfterAll
  static void stop() {
    articles.close();
    WORKER_REDIS.close();
  }

  private static int counted(String outcome) {
    return articles
        .metric(Service.API, "plimsoll_write_through_total")
        .lines()
        .filter(line -> line.contains("query=\"article\""))
        .filter(line -> line.contains("outcome=\"" + outcome + "\""))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static void untilOneMore(String outcome, int before) {
    await(outcome).atMost(SOON).until(() -> counted(outcome) > before);
  }

  private static void isHitWith(String path, String text) {
    Response first = articles.get(path);
    assertThat(first.body()).as(first.toString()).contains(text);
    assertThat(first.hit()).as(first.toString()).isTrue();
  }

  @Test
  void changedRow_isAHitForItsFirstReader() {
    int before = counted("loaded");
    articles.sendJson("PATCH", "/articles/60", "{\"title\":\"through\"}");
    untilOneMore("loaded", before);
    isHitWith("/articles/60", "through");
  }

  @Test
  void newRow_isFoundByTheKeyThatTheWriteReturned() {
    int before = counted("loaded");
    Response made =
        articles.sendJson(
            "POST",
            "/articles",
            "{\"title\":\"new one\",\"author_id\":1,\"category\":\"%s\"}"
                .formatted(articles.sqlValue("select min(slug) from categories")));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    String id = made.body().replaceAll(".*\"id\":(\\d+).*", "$1");
    untilOneMore("loaded", before);
    isHitWith("/articles/" + id, "new one");
  }

  /** What is stored before the stream has come ends when it comes. */
  @Test
  void nothingIsLoaded_beforeTheStreamHasBroughtTheWrite() {
    articles.untilHit("/articles/61");
    int before = counted("loaded");
    articles.stack().service(Service.CDC).pause();
    try {
      articles.sendJson("PATCH", "/articles/61", "{\"title\":\"not yet\"}");
      Response first = articles.get("/articles/61");
      assertThat(first.hit()).as(first.toString()).isFalse();
      assertThat(counted("loaded")).isEqualTo(before);
    } finally {
      articles.stack().service(Service.CDC).resume();
    }
    untilOneMore("loaded", before);
    isHitWith("/articles/61", "not yet");
  }

  /** The process's cache follows the stream by itself. What Redis holds ends when it does, too. */
  @Test
  void nothingIsLoaded_beforeRedisHasFollowedAsWell() {
    articles.untilHit("/articles/62");
    int before = counted("loaded");
    WORKER_REDIS.hold();
    try {
      articles.sendJson("PATCH", "/articles/62", "{\"title\":\"ahead\"}");
      Response first = articles.get("/articles/62"); // now in Redis, as of before the stream
      assertThat(first.hit()).as(first.toString()).isFalse();
      await("the process is ahead")
          .atMost(SOON)
          .until(() -> articles.get("/articles/62").detail().equals("redis"));
      await("nothing is loaded")
          .during(Duration.ofMillis(500))
          .atMost(SOON)
          .until(() -> counted("loaded") == before);
    } finally {
      WORKER_REDIS.release();
    }
    untilOneMore("loaded", before);
    isHitWith("/articles/62", "ahead");
  }

  @Test
  void rowWithoutWhatTheQueryAsksFor_isCounted_andTheWriteIsDone() {
    int before = counted("unknown");
    Response made = articles.sendJson("POST", "/tags", "{\"slug\":\"wt\",\"label\":\"WT\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    untilOneMore("unknown", before);
  }
}
