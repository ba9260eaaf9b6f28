package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.local.stack.Service;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What answers tell caches on the way. */
final class AnswerHeadersIT {
  private static final String KEPT = "public, max-age=[1-4], must-revalidate";

  private static Articles articles;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder(Service.API, Service.CDC));
    articles.untilHit("/counts/status");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static Set<String> groups(Response response) {
    assertThat(response.header("Cache-Groups"))
        .matches("\"#[A-Za-z0-9_-]{22}\"(, \"#[A-Za-z0-9_-]{22}\")*");
    return Set.of(response.header("Cache-Groups").split(", ", -1));
  }

  @Test
  void hit_mayBeKeptForWhatIsLeftOfTheBound() {
    Response hit = articles.untilHit("/counts/status");
    assertThat(hit.header("Cache-Control")).matches(KEPT);
    assertThat(hit.header("Vary"))
        .isEqualTo("Accept, Accept-Encoding, Plimsoll-After, Plimsoll-Timing");
    assertThat(hit.headers().map()).doesNotContainKey("server-timing");
  }

  @Test
  void sameHeaders_onGet_Head_and304() {
    Response get = articles.untilHit("/counts/status");
    Response head = articles.send("HEAD", "/counts/status", "");
    Response unchanged = articles.get("/counts/status", "If-None-Match", get.header("ETag"));
    assertThat(unchanged.status()).isEqualTo(304);
    for (Response other : List.of(head, unchanged)) {
      assertThat(other.body()).isEmpty();
      for (String name : List.of("ETag", "Vary", "Cache-Groups")) {
        assertThat(other.header(name)).as(name).isEqualTo(get.header(name)).isNotEmpty();
      }
      assertThat(other.header("Cache-Control")).matches(KEPT);
    }
    assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(get.body().length()));
  }

  @Test
  void answerOfPostgres_hasTheSameGroupsAsTheHit_andNoOtherRowsAnswerHasAll() {
    articles.sql("update articles set title = 'Grouped' where id = 41");
    Response fetched = articles.until("/articles/41", r -> !r.hit() && stored(r));
    Response hit = articles.untilHit("/articles/41");
    assertThat(groups(fetched)).isEqualTo(groups(hit)).hasSizeGreaterThan(2);
    assertThat(groups(articles.untilHit("/articles/42"))).isNotEqualTo(groups(hit));
  }

  /** Asked before anything else changes it: whatever comes first of another answer is a miss. */
  private static boolean stored(Response response) {
    if (!response.header("Cache-Status").contains("; stored")) {
      articles.sql("update articles set title = title || '.' where id = 41");
      return false;
    }
    return true;
  }

  @Test
  void absence_comesWithItsBound_andAnError_isNotKept() {
    Response absent = articles.until("/articles/99999999", Response::hit);
    assertThat(absent.status()).isEqualTo(404);
    assertThat(absent.header("Cache-Control")).matches("public, max-age=1, must-revalidate");
    Stream.of("/articles/x", "/nowhere")
        .forEach(
            path -> assertThat(articles.get(path).header("Cache-Control")).isEqualTo("no-store"));
  }

  @Test
  void authorised_isForTheAskerAlone() {
    articles.untilHit("/counts/status");
    assertThat(
            articles
                .get("/counts/status", "Authorization", "Bearer anything")
                .header("Cache-Control"))
        .startsWith("private, ");
  }

  @Test
  void timing_isToldToThoseWhoAsk() {
    assertThat(articles.get("/articles?limit=3", "Plimsoll-Timing", "1").header("Server-Timing"))
        .matches("(cache;dur=\\d+\\.\\d{3}, )?(sql;dur=\\d+\\.\\d{3}, )?total;dur=\\d+\\.\\d{3}");
    assertThat(articles.get("/articles?limit=3", "Plimsoll-Timing", "0").headers().map())
        .doesNotContainKey("server-timing");
  }
}
