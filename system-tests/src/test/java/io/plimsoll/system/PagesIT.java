package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A list in pages: whole, without gaps, cached, and only by cursors that the service has given. */
final class PagesIT {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
  private static final String MUSIC = "/categories/music/articles";

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

  private static Optional<String> next(Response page) {
    Matcher link = NEXT.matcher(page.header("Link"));
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }

  private static List<String> ids(Response page) {
    assertThat(page.status()).as("%s", page).isEqualTo(200);
    return Pattern.compile("\"id\":(\\d+)")
        .matcher(page.body())
        .results()
        .map(id -> id.group(1))
        .toList();
  }

  private static String expected(String category) {
    return articles.sqlValue(
        "select string_agg(id::text, ',' order by id desc) from articles"
            + " where status = 'published' and category = '%s'".formatted(category));
  }

  @Test
  void pages_areTheWholeList_eachAHitTheSecondTime() {
    List<String> all = new ArrayList<>();
    Optional<String> path = Optional.of(MUSIC + "?limit=100");
    int pages = 0;
    while (path.isPresent()) {
      Response page = articles.untilHit(path.get());
      Response again = articles.get(path.get());
      assertThat(again.header("Link")).isEqualTo(page.header("Link"));
      assertThat(page.header("Link")).startsWith("<" + MUSIC + "?limit=100>; rel=\"first\"");
      all.addAll(ids(page));
      path = next(page);
      assertThat(ids(page)).hasSizeBetween(1, 100);
      pages++;
    }
    assertThat(String.join(",", all)).isEqualTo(expected("music"));
    assertThat(pages).isEqualTo((all.size() + 99) / 100);
  }

  @Test
  void page_beginsBehindTheLastRow_alsoWhenRowsComeAndGo() {
    String path = "/categories/film/articles?limit=3";
    Response first = articles.get(path);
    String next = next(first).orElseThrow();
    List<String> second = ids(articles.get(next));
    String last = ids(first).getLast();
    articles.sql("delete from articles where id = " + last);
    articles.sql(
        "insert into articles (author_id, category, title, status)"
            + " values (1, 'film', 'Newest', 'published')");
    articles.until(path, r -> r.body().contains("Newest"));
    assertThat(ids(articles.get(next))).isEqualTo(second);
    articles.sql("update articles set title = 'Renamed' where id = " + second.getFirst());
    articles.until(next, r -> r.body().contains("Renamed"));
    articles.untilHit(next);
    articles.sql("update articles set category = 'travel' where id = " + second.getFirst());
    articles.until(next, r -> !r.body().contains("Renamed"));
  }

  @Test
  void stream_ofAPage_isOfThatPage() {
    String next = next(articles.get("/categories/travel/articles?limit=2")).orElseThrow();
    String page = articles.get(next).body();
    try (EventStream stream = new EventStream(articles.stack().endpoints().api(), next)) {
      assertThat(stream.next().data()).isEqualTo(page);
      String id = ids(articles.get(next)).getFirst();
      articles.sql("update articles set title = 'Streamed' where id = " + id);
      assertThat(stream.until("Streamed").data()).contains("\"id\":" + id + ",");
    }
    try (EventStream stream =
        new EventStream(articles.stack().endpoints().api(), MUSIC + "?cursor=x")) {
      assertThat(stream.status()).isEqualTo(400);
    }
  }

  @Test
  void lastPage_hasNoNext_howeverFullItIs() {
    articles.sql(
        "insert into categories (slug, name) values ('paged', 'Paged');"
            + "insert into articles (author_id, category, title, status)"
            + " select 1, 'paged', 'Paged ' || i, 'published' from generate_series(1, 4) i");
    String path = "/categories/paged/articles";
    Response exact = articles.until(path + "?limit=4", r -> ids(r).size() == 4);
    assertThat(next(exact)).isEmpty();
    Response three = articles.get(path + "?limit=3");
    Response one = articles.get(next(three).orElseThrow());
    assertThat(ids(one)).hasSize(1);
    assertThat(next(one)).isEmpty();
    articles.untilHit(path + "?limit=4");
    String etag = articles.get(path + "?limit=4").header("ETag");
    articles.sql(
        "insert into articles (id, author_id, category, title, status) overriding system value"
            + " values (-5, 1, 'paged', 'Last', 'published')");
    Response more = articles.until(path + "?limit=4", r -> next(r).isPresent());
    assertThat(more.body()).isEqualTo(exact.body());
    assertThat(more.header("ETag")).as("the link has changed").isNotEqualTo(etag);
    assertThat(ids(articles.get("/categories/none/articles"))).isEmpty();
  }

  @Test
  void cursor_thatTheServiceHasNotGivenForThisList_isOne400() {
    String next = next(articles.get(MUSIC + "?limit=5")).orElseThrow();
    String cursor = next.substring(next.indexOf("cursor=") + "cursor=".length());
    String other = next(articles.get("/users/7/articles?limit=1")).orElseThrow();
    String ofOther = other.substring(other.indexOf("cursor=") + "cursor=".length());
    char first = cursor.charAt(10);
    String forged = cursor.substring(0, 10) + (first == 'A' ? 'B' : 'A') + cursor.substring(11);
    for (String bad : List.of("", "x", forged, cursor + "A", cursor.substring(4), ofOther)) {
      Response response = articles.get(MUSIC + "?cursor=" + bad);
      assertThat(response.status()).as(bad).isEqualTo(400);
      assertThat(response.body()).contains("/problems/cursor-invalid");
    }
    Response twice = articles.get(MUSIC + "?cursor=" + cursor + "&cursor=" + cursor);
    assertThat(twice.body()).contains("invalid-parameters", "2 values");
    assertThat(articles.get(MUSIC + "?after=5").body()).contains("invalid-parameters");
    assertThat(articles.get(MUSIC + "?plimsoll_after_1=5").body()).contains("invalid-parameters");
    assertThat(ids(articles.get("/categories/film/articles?limit=2&cursor=" + cursor)))
        .as("the same list with another parameter")
        .hasSize(2);
  }

  @Test
  void link_staysOneLink_whateverTheRequestHas() {
    Response page = articles.get(MUSIC + "?limit=1&");
    assertThat(next(page).orElseThrow()).startsWith(MUSIC + "?limit=1&cursor=");
    Response head = articles.send("HEAD", MUSIC + "?limit=1", "");
    assertThat(head.header("Link")).isEqualTo(articles.get(MUSIC + "?limit=1").header("Link"));
    assertThat(articles.get(next(page).orElseThrow()).header("Link"))
        .startsWith("<" + MUSIC + "?limit=1>; rel=\"first\"");
  }

  @Test
  void killSwitch_ofAList_isThatOfAllItsPages() {
    Admin admin = Admin.of(articles);
    String second = next(articles.untilHit(MUSIC + "?limit=11")).orElseThrow();
    articles.untilHit(second);
    admin.send("POST", "/admin/switch", "{\"cache\":\"off\",\"query\":\"articles-by-category\"}");
    try {
      assertThat(articles.get(second).detail()).isEqualTo("switched-off");
    } finally {
      admin.send("POST", "/admin/switch", "{\"cache\":\"on\",\"query\":\"articles-by-category\"}");
    }
    articles.untilHit(second);
  }
}
