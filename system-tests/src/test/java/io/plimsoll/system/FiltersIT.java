package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Filters and orders that a request chooses: the rows of SQL, cached, and nothing else is taken.
 */
final class FiltersIT {
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");
  private static final int ROWS = 150;

  /** Each filter of the example with a value, and what it means. */
  private static final SortedMap<String, String> FILTERS =
      new TreeMap<>(
          Map.of(
              "status=published", "status = 'published'",
              "category=music", "category = 'music'",
              "category_in=travel,music,film", "category in ('film', 'music', 'travel')",
              "author_id=7", "author_id = 7",
              "created_at_gte=2024-06-01T00:00:00Z", "created_at >= '2024-06-01 00:00Z'",
              "created_at_lt=2025-06-01T02:00:00%2B02:00", "created_at < '2025-06-01 00:00Z'"));

  private static final SortedMap<String, String> SORTS =
      new TreeMap<>(
          Map.of(
              "", "id desc",
              "sort=-created_at", "created_at desc, id desc",
              "sort=created_at", "created_at, id",
              "sort=category,title", "category, title, id"));

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

  /** Three pages at most. */
  private static List<String> read(String query) {
    List<String> ids = new ArrayList<>();
    Optional<String> path = Optional.of("/browse?limit=50" + query);
    while (path.isPresent() && ids.size() < ROWS) {
      Response page = articles.get(path.get());
      ids.addAll(ids(page));
      path = next(page);
    }
    return ids;
  }

  /** Each set in one order, each order with many sets. */
  @Test
  void everySetOfFilters_isWhatSqlSays() {
    List<String> filters = List.copyOf(FILTERS.keySet());
    List<String> sorts = List.copyOf(SORTS.keySet());
    int found = 0;
    for (int set = 0; set < 1 << filters.size(); set++) {
      StringBuilder query = new StringBuilder();
      StringBuilder where = new StringBuilder("true");
      for (int i = 0; i < filters.size(); i++) {
        if ((set >> i & 1) == 1) {
          query.append('&').append(filters.get(i));
          where.append(" and ").append(FILTERS.get(filters.get(i)));
        }
      }
      String sort = sorts.get((set + set / 4 + set / 16) % 4);
      String order = SORTS.get(sort);
      String expected =
          articles.sqlValue(
              "select coalesce(string_agg(id::text, ',' order by %s), '') from (select * from articles where %s order by %s limit %d) a"
                  .formatted(order, where, order, ROWS));
      List<String> actual = read(query + (sort.isEmpty() ? "" : "&" + sort));
      assertThat(String.join(",", actual)).as("%s %s", query, sort).isEqualTo(expected);
      found += actual.size();
    }
    assertThat(found).as("rows that were compared").isGreaterThan(2_000);
  }

  @Test
  void sameFilters_writtenOtherwise_areOneEntry() {
    articles.untilHit("/browse?category_in=film,music&status=published&sort=-created_at");
    Response same =
        articles.get("/browse?sort=-created_at&status=published&category_in=music,film,music");
    assertThat(same.hit()).isTrue();
    articles.untilHit("/browse?author_id=3&created_at_gte=2024-06-01T00:00:00Z");
    assertThat(articles.get("/browse?created_at_gte=2024-06-01T01:00:00%2B01:00&author_id=3").hit())
        .isTrue();
    articles.untilHit("/browse?limit=3");
    assertThat(articles.get("/browse?limit=3&sort=-id").hit()).as("the usual order").isTrue();
    assertThat(articles.get("/browse?limit=3&sort=created_at").body())
        .isNotEqualTo(articles.get("/browse?limit=3").body());
  }

  @Test
  void mistakes_areAllToldInOneAnswer() {
    Response refused =
        articles.get(
            "/browse?colour=red&title=x&created_at_gt=2024-01-01T00:00:00Z&author_id=x"
                + "&created_at_lt=monday&status=a&status=b&limit=0&sort=body");
    assertThat(refused.status()).isEqualTo(400);
    for (String name :
        List.of(
            "colour", "title", "created_at_gt", "author_id", "created_at_lt", "status", "limit")) {
      assertThat(refused.body()).contains("\"name\":\"" + name + "\"");
    }
    assertThat(refused.body())
        .contains(
            "/problems/invalid-parameters", "one of -id -created_at created_at category,title");
    for (String sort :
        List.of("", "title", "id", "-created_at,id", "created_at;drop", "%22id%22", "id%20desc")) {
      Response response = articles.get("/browse?sort=" + sort);
      assertThat(response.status()).as(sort).isEqualTo(400);
      assertThat(response.body()).contains("\"name\":\"sort\"");
    }
    assertThat(ids(articles.get("/browse?category=film'%20or%20'1'='1"))).isEmpty();
    assertThat(ids(articles.get("/browse?category_in="))).as("one of none").isEmpty();
  }

  @Test
  void cursor_ofAnotherOrder_isRefused() {
    String byDate = next(articles.get("/browse?limit=2&sort=-created_at")).orElseThrow();
    assertThat(ids(articles.get(byDate))).hasSize(2);
    for (String other : List.of("sort=created_at", "sort=category,title", "sort=-id")) {
      Response refused = articles.get(byDate.replace("sort=-created_at", other));
      assertThat(refused.status()).as(other).isEqualTo(400);
      assertThat(refused.body()).contains("/problems/cursor-invalid");
    }
    assertThat(articles.get(byDate.replace("sort=-created_at&", "")).status()).isEqualTo(400);
  }

  /** On the first page and behind it, in an order of its own. */
  @Test
  void change_endsTheAnswersOfItsFilters_andNoOthers() {
    String film = "/browse?category=film&limit=2&sort=created_at";
    String filmNext = next(articles.get(film)).orElseThrow();
    String music = "/browse?category_in=music,travel&limit=2&sort=created_at";
    String musicNext = next(articles.get(music)).orElseThrow();
    List<String> all = List.of(film, filmNext, music, musicNext);
    all.forEach(articles::untilHit);
    String second = ids(articles.get(filmNext)).getFirst();
    articles.sql("update articles set title = 'Renamed' where id = " + second);
    articles.until(filmNext, page -> page.body().contains("Renamed"));
    assertThat(articles.get(music).hit()).isTrue();
    assertThat(articles.get(musicNext).hit()).isTrue();
    articles.sql("update articles set category = 'music' where id = " + second);
    articles.until(filmNext, page -> !page.body().contains("Renamed"));
    articles.until(
        "/browse?category=music&limit=100&sort=created_at",
        page -> page.body().contains("Renamed"));
  }

  @Test
  void document_tellsOfThem() {
    String document = articles.get("/openapi.json").body();
    assertThat(document)
        .contains(
            "\"enum\":[\"-id\",\"-created_at\",\"created_at\",\"category,title\"]",
            "\"name\":\"category_in\"",
            "Only rows whose created_at is this or greater");
  }
}
