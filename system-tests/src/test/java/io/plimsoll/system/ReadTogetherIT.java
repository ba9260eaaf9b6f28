package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads that wait for the one connection may be run as one statement: each answer is the one that
 * its own statement would have given.
 */
final class ReadTogetherIT {
  private static final String CATALOG =
      """
      queries:
        typed:
          get: /typed/{id}
          params: { id: bigint, word: { type: text, default: null } }
          sql: select a.id, a.title, :word as word from articles a where a.id = :id
          one: true
          max-staleness: 1m
        tagged:
          get: /tagged/{tag}
          params: { tag: text }
          sql: |
            select t.article_id as id, a.title from article_tags t join articles a on a.id = t.article_id
            where t.tag = :tag
          page: { by: [id desc], limit: { default: 2, max: 10 } }
          max-staleness: 1m
        browse:
          get: /browse
          sql: select id, title, status, category from articles
          page:
            by: [id desc]
            filter:
              status: text
              category: { type: text, ops: [eq, in] }
          max-staleness: 1m
        quotient:
          get: /quotients/{of}
          params: { of: int }
          sql: select a.id, 840 / :of as quotient from articles a where a.id = 1
          one: true
          max-staleness: 1m
        listed:
          get: /listed
          params: { ids: "bigint[]" }
          sql: select id, title from articles where id = any(:ids) order by id
          max-staleness: 1m
      """;

  private static final Pattern NEXT = Pattern.compile("<([^>]*)>; rel=\"next\"");

  private static final int WARM_UP = 80;

  private static final AtomicInteger number = new AtomicInteger(1_000);

  @TempDir private static Path folder;
  private static Articles articles;

  @BeforeAll
  static void start() throws IOException {
    Path catalog = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(catalog)
                .environment(Service.API, "PLIMSOLL_POOL_MAX", "1")
                .environment(Service.API, "PLIMSOLL_POOL_TIMEOUT", "20s")
                .environment(Service.API, "PLIMSOLL_AUDIT_PER_SECOND", "0")
                .environment(Service.API, "PLIMSOLL_CACHE_EARLY_REFRESH", "0"));
    articles.untilHit("/typed/1");
    // What a quick read takes by itself is known of each; the first ones are slow.
    List<String> paths = List.of("/typed/9", "/tagged/", "/browse?limit=5&status=", "/quotients/9");
    for (String path : paths) {
      for (int i = 0; i < WARM_UP; i++) {
        assertThat(articles.get(path + (100 + i)).status()).isNotEqualTo(503);
      }
    }
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static double metric(String name) {
    return articles
        .metric(Service.API, name)
        .lines()
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * Asks for all at once, while a read before them waits for a lock: behind it they are read
   * together, each statement's in its own company.
   *
   * @return what became of them, in their order
   */
  private static List<Response> behindALock(List<String> paths) throws Exception {
    List<Future<Response>> answers = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
        Connection holder = articles.connect()) {
      holder.setAutoCommit(false);
      try (Statement lock = holder.createStatement()) {
        lock.execute("lock table articles in access exclusive mode");
      }
      String first = "/quotients/" + number.incrementAndGet();
      answers.add(clients.submit(() -> articles.get(first)));
      await().until(() -> metric("plimsoll_load_running") == 1);
      for (String path : paths) {
        answers.add(clients.submit(() -> articles.get(path)));
      }
      await("all wait")
          .atMost(Duration.ofSeconds(15))
          .until(() -> metric("plimsoll_load_waiting") == paths.size());
      holder.rollback();
    }
    List<Response> responses = new ArrayList<>();
    for (Future<Response> answer : answers.subList(1, answers.size())) {
      responses.add(answer.get());
    }
    return responses;
  }

  private static List<String> bodies(List<String> paths) throws Exception {
    List<Response> responses = behindALock(paths);
    assertThat(responses).allMatch(response -> response.status() == 200);
    return responses.stream().map(Response::body).toList();
  }

  private static double brought() {
    return metric("plimsoll_load_together_total");
  }

  /** The JSON of a row, as Postgres makes it of literals. */
  private static String typed(int id, String word) {
    return articles.sqlValue(
        "select row_to_json(q)::text from (select id, title, %s as word from articles where id = %d) q"
            .formatted(word, id));
  }

  /** Whether they are is up to how long reads take here; soon enough they do not take long. */
  @Test
  void readsThatWait_areBroughtByTheStatementOfOne() {
    double before = brought();
    await("some that were brought")
        .atMost(Duration.ofMinutes(5))
        .until(() -> {
          int id = number.addAndGet(2);
          assertThat(bodies(List.of("/typed/" + id, "/typed/" + (id + 1)))).hasSize(2);
          return brought() > before;
        });
  }

  @Test
  void rows_areEachRequestsOwn_andOneThatIsNotThere_isNotFound() throws Exception {
    List<Response> responses =
        behindALock(
            List.of(
                "/typed/12?word=it%27s%20%22%5C%7B%7D%2C%20NULL",
                "/typed/99999999", "/typed/13", "/typed/12?word="));
    assertThat(responses).extracting(Response::status).containsExactly(200, 404, 200, 200);
    assertThat(responses.get(0).body()).isEqualTo(typed(12, "'it''s \"\\{}, NULL'"));
    assertThat(responses.get(2).body()).isEqualTo(typed(13, "null::text"));
    assertThat(responses.get(3).body()).isEqualTo(typed(12, "''"));
  }

  @Test
  void pages_areEachTheirOwn_andHaveTheirNext() throws Exception {
    List<String> tags =
        List.of(
            articles
                .sqlValue(
                    "select string_agg(tag, ',') from (select tag from article_tags group by tag having count(*) > 2 order by tag limit 3) t")
                .split(",", -1));
    List<Response> pages = behindALock(tags.stream().map(tag -> "/tagged/" + tag).toList());
    for (int i = 0; i < tags.size(); i++) {
      String rows =
          "select t.article_id as id, a.title from article_tags t join articles a on a.id = t.article_id where t.tag = '%s' order by id desc"
              .formatted(tags.get(i));
      assertThat(pages.get(i).body()).isEqualTo(rows(rows + " limit 2"));
      assertThat(articles.get(next(pages.get(i))).body())
          .isEqualTo(rows(rows + " limit 2 offset 2"));
    }
  }

  private static String rows(String sql) {
    return articles.sqlValue(
        "select '[' || coalesce(string_agg(row_to_json(q)::text, ','), '') || ']' from (%s) q"
            .formatted(sql));
  }

  private static String next(Response page) {
    Matcher next = NEXT.matcher(page.header("Link"));
    assertThat(next.find()).as("%s", page.header("Link")).isTrue();
    return next.group(1);
  }

  @Test
  void listsWithTheSameFilters_areOneStatement() throws Exception {
    List<String> statuses = List.of("draft", "published", "archived");
    List<String> bodies =
        bodies(statuses.stream().map(status -> "/browse?limit=5&status=" + status).toList());
    assertThat(bodies)
        .isEqualTo(
            statuses.stream()
                .map(status ->
                    rows(
                        "select id, title, status, category from articles where status = '%s' order by id desc limit 5"
                            .formatted(status)))
                .toList());
  }

  @Test
  void arrays_areReadOneByOne() throws Exception {
    double before = brought();
    List<Response> lists = behindALock(List.of("/listed?ids=1,2", "/listed?ids=3", "/listed?ids="));
    assertThat(brought()).isEqualTo(before);
    assertThat(lists)
        .extracting(Response::body)
        .containsExactly(
            rows("select id, title from articles where id in (1, 2) order by id"),
            rows("select id, title from articles where id = 3"),
            "[]");
  }

  @Test
  void valueThatPostgresRefuses_isToldToItsOwnRequest() throws Exception {
    List<Response> quotients = behindALock(List.of("/quotients/2", "/quotients/0", "/quotients/3"));
    assertThat(quotients).extracting(Response::status).containsExactly(200, 400, 200);
    assertThat(quotients.getFirst().body()).isEqualTo("{\"id\":1,\"quotient\":420}");
    assertThat(quotients.getLast().body()).isEqualTo("{\"id\":1,\"quotient\":280}");
  }

  @Test
  void answersThatWereReadTogether_areCached_andEndedByAChange_each() throws Exception {
    bodies(List.of("/typed/21", "/typed/22"));
    articles.untilHit("/typed/21");
    articles.untilHit("/typed/22");
    articles.sql("update articles set title = 'Changed' where id = 21");
    articles.until("/typed/21", response -> response.body().contains("\"title\":\"Changed\""));
    assertThat(articles.get("/typed/22").header("Cache-Status")).contains("hit");
  }
}
