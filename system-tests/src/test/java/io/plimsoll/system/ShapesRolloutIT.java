package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.api.read.Answer;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.local.stack.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Two catalogs at once, one with a kind of keyed tag that the other does not have. The service is
 * the stack's; the others run in this process. Each test brings a kind that nobody had before.
 */
final class ShapesRolloutIT {
  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder());
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  @Test
  void newCatalog_besideTheOld_bothGetHitsAndChangesReachBoth() {
    articles.sql("update articles set author_id = 101, title = 'One' where id = 101");
    Catalog catalog =
        with(
            "select id, title from articles where id = :id and author_id = :id",
            "articles: { id: :id, author_id: :id }");
    try (Instance added = instance(catalog)) {
      untilHit(added, 101, "One");
      articles.until("/articles/101", ShapesRolloutIT::isHitInTheProcess);

      articles.sql("update articles set title = 'Two' where id = 101");

      untilHit(added, 101, "Two");
      articles.until("/articles/101", r -> isHitInTheProcess(r) && r.body().contains("Two"));
      articles.sql("update articles set title = 'Other' where id = 102");
      articles.until("/articles/102", r -> r.body().contains("Other"));
      assertThat(isHit(added.read(101))).as("unchanged").isTrue();
    }
  }

  /** The values that the row had are hidden under its replica identity. */
  @Test
  void oldCatalog_startedBehindTheNew_bothGetHitsAndChangesReachBoth() {
    articles.sql(
        "insert into article_views values (201, 7001) on conflict (article_id) do update set views = excluded.views");
    Catalog catalog =
        with(
            "select article_id from article_views where views = :id",
            "article_views: { views: :id }");
    try (Instance added = instance(catalog);
        Instance old = new Instance(articles, Instance.ARTICLE, c -> c, o -> o)) {
      untilHit(added, 7001, "201");
      untilHit(old, 201, "\"id\":201,");

      articles.sql("update article_views set views = 7002 where article_id = 201");
      articles.sql("update articles set title = 'Changed' where id = 201");

      patiently("a hit that there is none")
          .until(() -> added.read(7001), a -> isHit(a) && !a.content().found());
      untilHit(added, 7002, "201");
      untilHit(old, 201, "Changed");
      articles.until("/articles/201", r -> r.hit() && r.body().contains("Changed"));
    }
  }

  @Test
  void instanceWhoseShapesAreNotInForce_answersAndStoresNothing_untilTheyAre() throws SQLException {
    articles.sql(
        "insert into article_views values (301, 301) on conflict (article_id) do update set views = 301");
    Catalog catalog =
        with(
            "select article_id from article_views where views = :id and article_id = :id",
            "article_views: { article_id: :id, views: :id }");
    try (Connection busy = articles.connect();
        Statement statement = busy.createStatement()) {
      busy.setAutoCommit(false);
      statement.execute("lock table plimsoll.shapes in share row exclusive mode");
      try (Instance added = instance(catalog)) {
        patiently("a refusal")
            .until(() -> refused(added.read(301)), Optional.of(Lookup.Reason.SHAPES)::equals);
        for (int i = 0; i < 20; i++) {
          Answer answer = added.read(301);
          assertThat(answer.outcome()).isInstanceOf(Answer.Outcome.Fetched.class);
          assertThat(body(answer)).contains("301");
        }
        assertThat(articles.untilHit("/articles/301").hit()).as("the old one").isTrue();

        busy.rollback();

        untilHit(added, 301, "301");
      }
    }
  }

  /** The example's catalog with one more query. */
  private static Catalog with(String sql, String tags) {
    String more =
        """
        queries:
          more:
            get: /more/{id}
            params: { id: bigint }
            sql: %s
            one: true
            ttl: 1h
            max-staleness: 2s
            tags: { %s }
        """
            .formatted(sql, tags);
    try {
      String text =
          Files.readString(Layout.find().example("articles").resolve("catalog.yaml"))
              .replaceFirst("(?m)^queries:\n", more);
      return CatalogParser.parse("more", text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Instance instance(Catalog catalog) {
    return new Instance(articles, catalog, catalog.queries().getFirst(), c -> c, o -> o);
  }

  private static void untilHit(Instance instance, long row, String text) {
    patiently("a hit of " + row + " with " + text)
        .until(() -> instance.read(row), answer -> isHit(answer) && body(answer).contains(text));
  }

  private static boolean isHit(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Hit;
  }

  private static ConditionFactory patiently(String what) {
    return await(what).atMost(Duration.ofSeconds(30));
  }

  private static boolean isHitInTheProcess(Response response) {
    return response.header("Cache-Status").contains("hit")
        && response.header("Cache-Status").contains("detail=l1");
  }

  private static Optional<Lookup.Reason> refused(Answer answer) {
    return answer.outcome() instanceof Answer.Outcome.Fetched fetched
        ? fetched.refused()
        : Optional.empty();
  }

  private static String body(Answer answer) {
    return new String(answer.content().body(), StandardCharsets.UTF_8);
  }
}
