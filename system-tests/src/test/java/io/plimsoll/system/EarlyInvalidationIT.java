package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Layout;
import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a write is seen to change ends at once, while the change stream is held. */
final class EarlyInvalidationIT {
  @TempDir static Path folder;
  private static Articles articles;
  private boolean held;

  @BeforeAll
  static void start() throws IOException {
    // Nothing may end by itself while the stream is held.
    String catalog =
        Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
            .replaceAll("max-staleness: \\ds", "max-staleness: 5m");
    Path file = Files.writeString(folder.resolve("catalog.yaml"), catalog);
    articles = Articles.start(Articles.builder().catalog(file));
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @BeforeEach
  void hold() {
    held = false;
  }

  @AfterEach
  void release() {
    if (held) {
      articles.stack().service(Service.CDC).resume();
    }
  }

  /** Hits first, then nothing is told any more. */
  private void holdWith(String... paths) {
    for (String path : paths) {
      articles.untilHit(path);
    }
    articles.stack().service(Service.CDC).pause();
    held = true;
    for (String path : paths) {
      assertThat(articles.get(path).hit()).as(path + " within the bound").isTrue();
    }
  }

  private static void patch(long id, String json) {
    Response written = articles.sendJson("PATCH", "/articles/" + id, json);
    assertThat(written.status()).as(written.toString()).isEqualTo(200);
  }

  @Test
  void answerOfTheRow_isNewAtOnce_withoutAToken() {
    holdWith("/articles/40");
    patch(40, "{\"title\":\"at once\"}");
    Response next = articles.get("/articles/40");
    assertThat(next.body()).as(next.toString()).contains("at once");
    Response again = articles.get("/articles/40");
    assertThat(again.body()).as(again.toString()).contains("at once");
    assertThat(again.hit()).as("its read saw the write: it was stored").isTrue();
  }

  @Test
  void answersOfItsKeysAndOfAnyRow_areNewAtOnce_othersStay() {
    String author = articles.sqlValue("select author_id from articles where id = 41");
    String newest =
        articles.sqlValue(
            "select max(id) from articles where status = 'published' and author_id = " + author);
    String list = "/users/" + author + "/articles?limit=1";
    String article = "/articles/" + newest;
    holdWith(list, "/counts/status", "/articles/42", article);
    patch(Long.parseLong(newest), "{\"title\":\"in a list\"}");
    assertThat(articles.get(list).body()).contains("\"id\":" + newest + ",", "in a list");
    assertThat(articles.get("/counts/status").hit()).isFalse();
    assertThat(articles.get(article).body()).contains("in a list");
    assertThat(articles.get("/articles/42").hit()).as("another row").isTrue();
  }

  @Test
  void deletedRow_isGoneAtOnce_andAnInsertedOneIsThere() {
    holdWith("/articles/43/views");
    Response counted = articles.send("POST", "/articles/43/views", "");
    assertThat(counted.status()).as(counted.toString()).isEqualTo(200);
    assertThat(articles.get("/articles/43/views").body()).isEqualTo(counted.body());
    articles.stack().service(Service.CDC).resume();
    held = false;
    holdWith("/articles/44");
    assertThat(articles.send("DELETE", "/articles/44", "").status()).isEqualTo(200);
    assertThat(articles.get("/articles/44").status()).isEqualTo(404);
  }

  @Test
  void streamConfirms_andAllIsCachedAgain() {
    holdWith("/articles/45");
    patch(45, "{\"title\":\"confirmed\"}");
    articles.stack().service(Service.CDC).resume();
    held = false;
    // The first hit may be in Redis: the process's own cache follows the stream by itself.
    articles.until("/articles/45", r -> r.detail().equals("l1") && r.body().contains("confirmed"));
    articles.sql("update articles set title = 'by psql' where id = 45");
    articles.until("/articles/45", r -> r.hit() && r.body().contains("by psql"));
  }
}
