package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.local.stack.Service;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A write with an Idempotency-Key is done once, whatever breaks when, and answered alike. */
final class IdempotencyIT {
  private static final String KEY = "Idempotency-Key";

  private static final PostgresLink LINK = new PostgresLink();
  private static Articles articles;

  @BeforeAll
  static void start() {
    articles =
        Articles.start(
            Articles.builder(Service.API)
                .environment(Service.API, "PLIMSOLL_WRITES_IDEMPOTENCY_KEEP", "5m")
                .links(LINK));
    articles.until("/articles/1", response -> response.status() == 200);
  }

  @AfterAll
  static void stop() {
    articles.close();
    LINK.close();
  }

  @AfterEach
  void heal() {
    LINK.heal();
    articles.until("/articles/1", response -> response.status() == 200);
  }

  private static String newKey() {
    return '"' + UUID.randomUUID().toString() + '"';
  }

  private static Response create(String key, String title) {
    return json("POST", "/articles", article(title), key);
  }

  private static String article(String title) {
    String category = articles.sqlValue("select slug from categories limit 1");
    return "{\"title\":\"%s\",\"author_id\":1,\"category\":\"%s\"}".formatted(title, category);
  }

  private static Response json(String method, String path, String json, String key) {
    return articles.send(method, path, json, "Content-Type", "application/json", KEY, key);
  }

  private static String count(String title) {
    return articles.sqlValue("select count(*) from articles where title = '" + title + "'");
  }

  private static void isReplay(Response again, Response first) {
    assertThat(again.status()).as(again.toString()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
  }

  private static void isProblem(Response response, int status, String code) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.body()).contains(code + "\"");
  }

  @Test
  void retry_getsTheFirstAnswer_andNothingIsWrittenAgain() {
    String key = newKey();
    Response first = create(key, "once");
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    isReplay(create(key, "once"), first);
    String spaced = article("once").replace(",", " ,\n ");
    isReplay(json("POST", "/articles", spaced, key.replace("\"", "")), first);
    assertThat(count("once")).isEqualTo("1");
    assertThat(create(newKey(), "once").body()).isNotEqualTo(first.body());
  }

  @Test
  void tokenOfARetry_showsTheWrite_alsoInALaterHistory() {
    String key = newKey();
    String body = "{\"title\":\"shown\"}";
    articles.sql("select plimsoll.ensure_incarnation()");
    Response first = json("PATCH", "/articles/20", body, key);
    articles.sql("select plimsoll.renew_incarnation()");
    Response lost = articles.get("/articles/20", "Plimsoll-After", first.header("Plimsoll-Token"));
    isProblem(lost, 400, "token-incarnation");
    Response again = json("PATCH", "/articles/20", body, key);
    isReplay(again, first);
    String token = again.header("Plimsoll-Token");
    Response shown =
        await("an answer, on however busy a machine")
            .until(
                () -> articles.get("/articles/20", "Plimsoll-After", token), r -> r.status() < 500);
    assertThat(shown.status()).as(shown.toString()).isEqualTo(200);
    assertThat(shown.body()).contains("shown");
  }

  @Test
  void rowThatWasNotFound_staysNotFoundForTheKey() {
    String key = newKey();
    String path = "/articles/777777";
    isProblem(json("PATCH", path, "{\"title\":\"late\"}", key), 404, "no-such-row");
    articles.sql(
        "insert into articles (id, author_id, category, title) overriding system value"
            + " select 777777, 1, slug, 'there now' from categories limit 1");
    Response again = json("PATCH", path, "{\"title\":\"late\"}", key);
    isProblem(again, 404, "no-such-row");
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(count("late")).isEqualTo("0");
  }

  @Test
  void refusedWrite_leavesTheKeyFree() {
    String key = newKey();
    String body = article("free").replace("\"author_id\":1", "\"author_id\":555555");
    isProblem(json("POST", "/articles", body, key), 409, "origin-conflict");
    articles.sql(
        "insert into users (id, handle, name) overriding system value values (555555, 'new', 'New')");
    Response done = json("POST", "/articles", body, key);
    assertThat(done.status()).as(done.toString()).isEqualTo(201);
    assertThat(done.header("Idempotent-Replayed")).isEmpty();
  }

  @Test
  void otherRequestWithTheSameKey_is422() {
    String key = newKey();
    Response first = json("PATCH", "/articles/21", "{\"title\":\"mine\"}", key);
    assertThat(first.status()).isEqualTo(200);
    for (Response other :
        List.of(
            json("PATCH", "/articles/21", "{\"title\":\"other\"}", key),
            json("PATCH", "/articles/22", "{\"title\":\"mine\"}", key),
            json("PATCH", "/articles/21", "{\"title\":\"mine\",\"summary\":\"mine\"}", key),
            json("PATCH", "/articles/21", "{\"summary\":\"mine\"}", key),
            create(key, "mine"))) {
      isProblem(other, 422, "idempotency-key-reused");
    }
    assertThat(count("other")).isEqualTo("0");
    assertThat(count("mine")).isEqualTo("1");
  }

  @Test
  void malformedKey_is400_andNothingIsWritten() {
    for (String bad :
        List.of(
            "",
            "\"\"",
            "\"open",
            "two words",
            "\"a\\b\"",
            "\"a\"; p=1",
            "\"a\", \"b\"",
            "(a)",
            "a".repeat(256),
            '"' + "a".repeat(256) + '"',
            "a".repeat(5_000))) {
      isProblem(create(bad, "malformed"), 400, "idempotency-key-invalid");
    }
    Response two =
        articles.send(
            "POST",
            "/articles",
            article("malformed"),
            "Content-Type",
            "application/json",
            KEY,
            "a1",
            KEY,
            "a2");
    isProblem(two, 400, "idempotency-key-invalid");
    assertThat(count("malformed")).isEqualTo("0");
  }

  @Test
  void keyWithSql_isAValue() {
    String key = "\"'; delete from plimsoll.idempotency; --\\\"\\\\\"";
    Response first = create(key, "forged");
    assertThat(first.status()).as(first.toString()).isEqualTo(201);
    isReplay(create(key, "forged"), first);
  }

  @Test
  void twins_oneRuns_theOtherIs409_andGetsTheAnswerLater() {
    String key = newKey();
    String body = "{\"title\":\"twins\"}";
    Supplier<Response> request = () -> json("PATCH", "/articles/23", body, key);
    CompletableFuture<Response> first;
    try (Locked row = new Locked(articles, 23)) {
      first = row.behind(request);
      Response twin = request.get();
      isProblem(twin, 409, "idempotency-key-in-use");
      assertThat(twin.header("Retry-After")).isEqualTo("1");
    }
    Response done = first.join();
    assertThat(done.status()).as(done.toString()).isEqualTo(200);
    isReplay(request.get(), done);
  }

  @Test
  void manyAtOnce_writeOneRow_andAllGetIt() {
    String key = newKey();
    List<CompletableFuture<Response>> all =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> create(key, "herd")))
            .toList();
    List<Response> answers = all.stream().map(CompletableFuture::join).toList();
    assertThat(answers).extracting(Response::status).contains(201).isSubsetOf(201, 409, 503);
    String row = create(key, "herd").body();
    assertThat(answers).filteredOn(a -> a.status() == 201).allMatch(a -> a.body().equals(row));
    assertThat(count("herd")).isEqualTo("1");
  }

  @Test
  void crashBehindTheCommit_theRetryGetsTheAnswer() {
    String key = newKey();
    LINK.cutBehindTheNextCommit();
    isProblem(create(key, "lost answer"), 503, "origin-unavailable");
    assertThat(count("lost answer")).as("it was committed all the same").isEqualTo("1");
    heal();
    Response again = create(key, "lost answer");
    assertThat(again.status()).as(again.toString()).isEqualTo(201);
    assertThat(again.body())
        .contains(
            "\"id\":" + articles.sqlValue("select id from articles where title = 'lost answer'"));
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(count("lost answer")).isEqualTo("1");
  }

  @Test
  void crashBeforeTheCommit_theRetryWrites() {
    String key = newKey();
    Supplier<Response> request = () -> json("PATCH", "/articles/24", "{\"title\":\"killed\"}", key);
    try (Locked row = new Locked(articles, 24)) {
      CompletableFuture<Response> first = row.behind(request);
      articles.sql(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'plimsoll_writer'"
              + " and wait_event_type = 'Lock'");
      isProblem(first.join(), 503, "origin-unavailable");
    }
    assertThat(count("killed")).isEqualTo("0");
    Response again = request.get();
    assertThat(again.status()).as(again.toString()).isEqualTo(200);
    assertThat(again.header("Idempotent-Replayed")).as("nobody wrote before").isEmpty();
    assertThat(count("killed")).isEqualTo("1");
  }

  @Test
  void expiredKey_isFree_andIsPurgedInTheEnd() {
    String key = newKey();
    create(key, "expired");
    articles.sql("update plimsoll.idempotency set at = now() - interval '6 minutes'");
    Response again = create(key, "expired");
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.header("Idempotent-Replayed")).isEmpty();
    assertThat(count("expired")).isEqualTo("2");
    isReplay(create(key, "expired"), again);
    articles.sql(
        "insert into plimsoll.idempotency (key, request, xid, incarnation, at)"
            + " select sha256(i::text::bytea), sha256(''), '7', '', now() - interval '6 minutes'"
            + " from generate_series(1, 1200) i");
    await("the purge")
        .until(() ->
            articles
                .sqlValue(
                    "select count(*) from plimsoll.idempotency where at < now() - interval '6 minutes'")
                .equals("0"));
    isReplay(create(key, "expired"), again);
  }
}
