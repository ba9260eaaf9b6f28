package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever changes in the database, by whomever: the next answers are the new ones. */
final class FreshnessIT {
  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder());
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  /**
   * Cached before, changed by SQL past Plimsoll, new afterwards, cached again as new: within the
   * bound by the promise, in milliseconds as a rule.
   */
  private static void changes(String path, String sql, Predicate<Response> isNew) {
    assertThat(articles.untilHit(path)).as("before: %s", sql).matches(isNew.negate(), "old");
    articles.sql(sql);
    long changed = System.nanoTime();
    Response fresh = articles.until(path, isNew);
    assertThat(System.nanoTime() - changed).as("%s", fresh).isLessThan(Articles.BOUND.toNanos());
    assertThat(articles.untilHit(path)).as("after: %s", sql).matches(isNew, "new");
  }

  private static Predicate<Response> contains(String text) {
    return response -> response.status() == 200 && response.body().contains(text);
  }

  private static Predicate<Response> lacks(String text) {
    return response -> response.status() == 200 && !response.body().contains(text);
  }

  @Test
  void firstAnswer_isAMiss_andTheSecondAHit() {
    articles.untilHit("/articles/1"); // the stack is up
    Response first = articles.get("/articles?limit=7");
    Response second = articles.get("/articles?limit=7");
    assertThat(first.header("Cache-Status")).isEqualTo("plimsoll; fwd=miss; stored; detail=miss");
    assertThat(first.header("Plimsoll-Freshness"))
        .matches(
            "as-of=\"[0-9A-F]+/[0-9A-F]+\"; age-ms=\\d+; source=primary; read-at=\"[0-9A-F]+/[0-9A-F]+\"; reason=miss");
    assertThat(second.header("Cache-Status")).matches("plimsoll; hit; ttl=\\d+; detail=(l1|redis)");
    assertThat(second.header("Plimsoll-Freshness"))
        .matches("as-of=\"[0-9A-F]+/[0-9A-F]+\"; age-ms=\\d+; source=(l1|redis)");
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(second.header("Age")).matches("[0-5]");
  }

  @Test
  void sameAnswer_withItsEtag_is304WithoutBody() {
    String etag = articles.untilHit("/articles/2").header("ETag");
    Response again = articles.get("/articles/2", "If-None-Match", etag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    articles.sql("update articles set title = 'Another' where id = 2");
    Response changed =
        articles.until("/articles/2", response -> !response.header("ETag").equals(etag));
    assertThat(articles.get("/articles/2", "If-None-Match", etag).status()).isEqualTo(200);
    assertThat(changed.body()).contains("Another");
  }

  @Test
  void update_ofARow() {
    changes(
        "/articles/3", "update articles set title = 'Fresh 3' where id = 3", contains("Fresh 3"));
  }

  @Test
  void update_ofAnotherRow_leavesTheAnswerCached() {
    articles.untilHit("/articles/4");
    articles.sql("update articles set title = 'Fresh 5' where id = 5");
    articles.until("/articles/5", contains("Fresh 5"));
    assertThat(articles.get("/articles/4").hit()).isTrue();
  }

  @Test
  void batch_sharesTheEntriesOfSingleObjects_andEndsWithAChangeOfOneOfThem() {
    String path = "/batch/articles?ids=93,91,888888,92,91";
    String single = articles.untilHit("/articles/91").body();
    Response first = articles.get(path);
    assertThat(first.header("Plimsoll-Parts")).isEqualTo("hits=1, misses=3");
    assertThat(first.header("Cache-Status")).startsWith("plimsoll; fwd=miss; stored");
    assertThat(ids(first)).containsExactly("93", "91", "92", "91");
    assertThat(first.body()).contains("," + single + ",null,").endsWith("," + single + "]");
    assertThat(articles.get("/articles/93").hit()).as("stored by the batch").isTrue();
    Response again = articles.get(path);
    assertThat(again.hit()).isTrue();
    assertThat(again.header("Plimsoll-Parts")).isEqualTo("hits=4, misses=0");
    assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
    assertThat(articles.get(path, "If-None-Match", first.header("ETag")).status()).isEqualTo(304);
    assertThat(articles.get("/batch/articles?ids=91,93").header("ETag"))
        .isNotEqualTo(articles.get("/batch/articles?ids=93,91").header("ETag"));
    articles.sql("update articles set title = 'Fresh 92' where id = 92");
    Response fresh = articles.until(path, contains("Fresh 92"));
    assertThat(fresh.header("Plimsoll-Parts")).as("%s", fresh).isEqualTo("hits=3, misses=1");
    changes(
        path,
        "insert into articles (id, author_id, category, title) overriding system value"
            + " select 888888, author_id, category, 'Born' from articles where id = 91",
        contains("Born"));
    assertThat(ids(articles.untilHit(path))).containsExactly("93", "91", "888888", "92", "91");
  }

  private static List<String> ids(Response response) {
    return Pattern.compile("\"id\":(\\d+)")
        .matcher(response.body())
        .results()
        .map(id -> id.group(1))
        .toList();
  }

  @Test
  void insert_makesA404Exist() {
    assertThat(articles.until("/users/777777", r -> r.status() == 404 && r.hit()).status())
        .as("the absence is cached")
        .isEqualTo(404);
    articles.sql(
        "insert into users (id, handle, name) overriding system value values (777777, 'ada', 'Ada')");
    assertThat(articles.until("/users/777777", r -> r.status() == 200).body()).contains("Ada");
  }

  @Test
  void delete_makesItA404() {
    articles.untilHit("/articles/11");
    articles.sql("delete from articles where id = 11");
    articles.until("/articles/11", r -> r.status() == 404);
    assertThat(articles.until("/articles/11", Response::hit).status()).isEqualTo(404);
  }

  @Test
  void list_gainsAndLosesARow() {
    articles.sql("insert into categories values ('moves', 'Moves')");
    String path = "/categories/moves/articles";
    changes(
        path,
        "update articles set category = 'moves', status = 'published' where id = 21",
        contains("\"id\":21,"));
    String other = articles.sqlValue("select slug from categories where slug <> 'moves' limit 1");
    changes(
        path, "update articles set category = '" + other + "' where id = 21", lacks("\"id\":21,"));
  }

  @Test
  void joinPartner_changes() {
    String author = articles.sqlValue("select author_id from articles where id = 31");
    changes(
        "/articles/31",
        "update users set name = 'Grace Renamed' where id = " + author,
        contains("Grace Renamed"));
  }

  @Test
  void keyChange_movesTheAnswer() {
    articles.sql("insert into tags values ('old-slug', 'Label')");
    articles.sql("insert into article_tags values (41, 'old-slug')");
    changes(
        "/articles/41",
        "update tags set slug = 'new-slug' where slug = 'old-slug'",
        contains("new-slug"));
  }

  @Test
  void truncate_emptiesTheList() {
    articles.sql("insert into article_views values (51, 7) on conflict do nothing");
    articles.until("/articles/51/views", contains("views"));
    articles.untilHit("/articles/51/views");
    articles.sql("truncate article_views");
    articles.until("/articles/51/views", r -> r.status() == 404);
  }

  @Test
  void alterTable_changesTheAnswer() {
    articles.sql("alter table users add column if not exists nick text");
    changes(
        "/users/61",
        "alter table users alter column bio type text using 'All new ' || handle",
        contains("All new "));
  }

  @Test
  void transactionOverTables_isSeenWhole() throws SQLException {
    articles.untilHit("/articles/71");
    String author = articles.sqlValue("select author_id from articles where id = 71");
    try (Connection connection = articles.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("update users set name = 'Both Changed' where id = " + author);
      statement.execute("update articles set title = 'Both Changed Too' where id = 71");
      connection.commit();
    }
    Response fresh = articles.until("/articles/71", contains("Both Changed"));
    assertThat(fresh.body()).contains("\"Both Changed Too\"").contains("\"Both Changed\"");
  }

  @Test
  void write_throughTheApi_changesTheNextAnswer() {
    articles.untilHit("/articles/81");
    Response write = articles.sendJson("PATCH", "/articles/81", "{\"title\":\"Patched\"}");
    assertThat(write.status()).as(write.toString()).isEqualTo(200);
    articles.until("/articles/81", contains("Patched"));
    assertThat(articles.untilHit("/articles/81").body()).contains("Patched");
  }
}
