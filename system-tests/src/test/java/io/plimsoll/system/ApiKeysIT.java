package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.auth.ApiKey;
import io.plimsoll.local.keys.KeyStore;
import io.plimsoll.local.keys.NewKey;
import io.plimsoll.local.stack.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has no key, or one that holds no more, gets nothing. */
final class ApiKeysIT {
  private static final String CATALOG =
      """
      queries:
        article:
          get: /articles/{id}
          params: { id: bigint }
          sql: select id, title from articles where id = :id
          one: true
        titles:
          get: /titles
          scope: titles:read
          sql: select title from articles order by id limit 3
        count:
          get: /count
          public: true
          sql: select count(*) as n from articles
          one: true
      writes:
        retitle:
          patch: /articles/{id}
          scope: articles:write
          params: { id: bigint, title: text }
          sql: update articles set title = :title where id = :id returning id, title
      """;

  private static Articles articles;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path catalog = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(catalog)
                .environment(Service.API, "PLIMSOLL_AUTH_MODE", "required"));
    articles.untilHit("/count");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static KeyStore.Made create(String... scopes) {
    return create(Optional.empty(), scopes);
  }

  private static KeyStore.Made create(Optional<Instant> expires, String... scopes) {
    try (Connection connection = articles.connect()) {
      return new KeyStore(connection)
          .create(new NewKey("test", Optional.empty(), List.of(scopes), Optional.empty(), expires));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void revoke(KeyStore.Made made) {
    try (Connection connection = articles.connect()) {
      assertThat(new KeyStore(connection).revoke(made.row().id())).isPresent();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Response get(String path, KeyStore.Made made) {
    return articles.get(path, "Authorization", "Bearer " + made.key().text());
  }

  private static double checks(String outcome, String source) {
    String line =
        articles
            .metric(Service.API, "plimsoll_auth_checks_total")
            .lines()
            .filter(l -> l.contains("outcome=\"" + outcome + "\""))
            .filter(l -> l.contains("source=\"" + source + "\""))
            .findFirst()
            .orElse("0");
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static void isRefused(Response response, int status, String code, String challenge) {
    assertThat(response.status()).as(response.toString()).isEqualTo(status);
    assertThat(response.body()).contains(code).doesNotContain("\"id\"");
    assertThat(response.header("WWW-Authenticate")).isEqualTo(challenge);
    assertThat(response.header("Cache-Control")).isEqualTo("no-store");
  }

  /** Until the key is known from the nearest cache: from then on nobody asks Postgres for it. */
  private static void untilCached(KeyStore.Made made) {
    double before = checks("known", "l1");
    await("a key from L1")
        .until(() -> {
          assertThat(get("/articles/1", made).status()).isEqualTo(200);
          return checks("known", "l1") > before + 3;
        });
  }

  @Test
  void request_withoutAKey_is401_andTellsTheScheme() {
    isRefused(articles.get("/articles/1"), 401, "key-missing", "Bearer realm=\"plimsoll\"");
    isRefused(
        articles.get("/articles/1", "Authorization", "Basic dXNlcjpwYXNz"),
        401,
        "key-missing",
        "Bearer realm=\"plimsoll\"");
    isRefused(
        articles.sendJson("PATCH", "/articles/1", "{\"title\":\"x\"}"),
        401,
        "key-missing",
        "Bearer realm=\"plimsoll\"");
    assertThat(articles.send("HEAD", "/articles/1", "").status()).isEqualTo(401);
  }

  @Test
  void request_withAKeyThatNobodyMade_is401() {
    ApiKey forged = ApiKey.random(new SecureRandom());
    for (String text : List.of(forged.text(), forged.hash(), "x", "plk_" + "A".repeat(43))) {
      isRefused(
          articles.get("/articles/1", "Authorization", "Bearer " + text),
          401,
          "key-invalid",
          "Bearer realm=\"plimsoll\", error=\"invalid_token\"");
    }
  }

  @Test
  void request_withTwoKeys_is400() {
    KeyStore.Made made = create();
    String good = "Bearer " + made.key().text();
    isRefused(
        articles.get("/articles/1", "Authorization", good, "Authorization", good),
        400,
        "key-malformed",
        "Bearer realm=\"plimsoll\", error=\"invalid_request\"");
  }

  @Test
  void key_inTheUrl_isNone() {
    KeyStore.Made made = create();
    assertThat(articles.get("/articles/1?access_token=" + made.key().text()).status())
        .isEqualTo(401);
  }

  @Test
  void scope_thatTheKeyLacks_is403() {
    KeyStore.Made none = create();
    assertThat(get("/articles/1", none).status()).isEqualTo(200);
    isRefused(
        get("/titles", none),
        403,
        "scope-missing",
        "Bearer realm=\"plimsoll\", error=\"insufficient_scope\", scope=\"titles:read\"");
    KeyStore.Made reads = create("titles:read", "other");
    assertThat(get("/titles", reads).status()).isEqualTo(200);
    Response write =
        articles.send(
            "PATCH",
            "/articles/1",
            "{\"title\":\"no\"}",
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + reads.key().text());
    assertThat(write.status()).isEqualTo(403);
    assertThat(articles.sqlValue("select title from articles where id = 1")).isNotEqualTo("no");
  }

  /** The first request with a key waits for the database; its body must not be lost meanwhile. */
  @Test
  void write_withAKeyThatIsNotCachedYet_keepsItsBody() {
    for (int i = 0; i < 20; i++) {
      KeyStore.Made writes = create("articles:write");
      Response write =
          articles.send(
              "PATCH",
              "/articles/2",
              "{\"title\":\"" + "long ".repeat(20_000) + i + "\"}",
              "Content-Type",
              "application/json",
              "Authorization",
              "Bearer " + writes.key().text());
      assertThat(write.status()).as(write.toString()).isEqualTo(200);
      assertThat(write.body()).contains("long " + i + "\"");
    }
  }

  @Test
  void publicQuery_takesNoKey_andABadOneDoesNotMatter() {
    assertThat(articles.get("/count").status()).isEqualTo(200);
    assertThat(articles.get("/count", "Authorization", "Bearer x").status()).isEqualTo(200);
  }

  @Test
  void openApi_isForEverybody() {
    assertThat(articles.get("/openapi.json").status()).isEqualTo(200);
    assertThat(articles.get("/docs").status()).isEqualTo(200);
  }

  @Test
  void key_thatIsMadeAfterItWasTried_works() {
    ApiKey key = ApiKey.random(new SecureRandom());
    String header = "Bearer " + key.text();
    assertThat(articles.get("/articles/1", "Authorization", header).status()).isEqualTo(401);
    articles.sql(
        "insert into plimsoll.api_keys (hash, id, name) values ('"
            + key.hash()
            + "', 'late', 'n')");
    await("the refusal is invalidated")
        .until(() -> articles.get("/articles/1", "Authorization", header).status() == 200);
  }

  @Test
  void key_ends_whenItExpires() {
    KeyStore.Made made = create(Optional.of(Instant.now().plusSeconds(3)));
    assertThat(get("/articles/1", made).status()).isEqualTo(200);
    await("its end").until(() -> get("/articles/1", made).status() == 401);
  }

  @Test
  void revokedKey_isInvalidatedByTheStream() {
    KeyStore.Made made = create();
    KeyStore.Made other = create();
    untilCached(made);
    untilCached(other);
    revoke(made);
    await("its end").until(() -> get("/articles/1", made).status() == 401);
    double known = checks("known", "l1");
    assertThat(get("/articles/1", other).status()).isEqualTo(200);
    assertThat(checks("known", "l1")).as("the other one stays cached").isGreaterThan(known);
  }

  /** Nothing cached may be proven: the worker is silent, Redis away. */
  @Test
  void revokedKey_whereFreshnessCannotBeProven_isReadInPostgres() {
    KeyStore.Made made = create();
    KeyStore.Made other = create();
    untilCached(made);
    untilCached(other);
    articles.stack().service(Service.CDC).pause();
    articles.stack().redis().pause();
    try {
      double before = checks("known", "primary");
      await("Postgres is asked")
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            assertThat(get("/articles/1", other).status()).isEqualTo(200);
            return checks("known", "primary") > before;
          });
      revoke(made);
      assertThat(get("/articles/1", made).status()).as("at once").isEqualTo(401);
      assertThat(get("/articles/1", other).status()).isEqualTo(200);
    } finally {
      articles.stack().redis().resume();
      articles.stack().service(Service.CDC).resume();
    }
  }

  /** What is written down: logs, metrics, names in Redis. The table has no topic for data teams. */
  @Test
  void key_isNowhereButInTheRequest() throws Exception {
    KeyStore.Made made = create();
    untilCached(made);
    get("/titles", made);
    String secret = made.key().text().substring(4);
    try (RedisAdmin redis = RedisAdmin.connect(articles.stack().endpoints().redis())) {
      assertThat(redis.commands().keys("*")).noneMatch(key -> key.contains(secret));
      assertThat(redis.commands().keys("*")).noneMatch(key -> key.contains(made.key().hash()));
      assertThat(redis.commands().keys("*_api-key:*")).isNotEmpty();
    }
    assertThat(articles.metric(Service.API, "")).contains("plimsoll_auth").doesNotContain(secret);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", articles.stack().endpoints().kafka()))) {
      assertThat(admin.listTopics().names().get())
          .contains("plimsoll.public.articles")
          .noneMatch(topic -> topic.contains("api_keys"));
    }
    try (Stream<Path> files = Files.walk(articles.stack().data())) {
      for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
        assertThat(Files.readString(log, StandardCharsets.ISO_8859_1))
            .as(log.toString())
            .doesNotContain(secret);
      }
    }
  }

  @Test
  void eventStream_ofARevokedKey_ends() {
    KeyStore.Made made = create();
    try (EventStream events =
        new EventStream(
            articles.stack().endpoints().api(),
            "/articles/3",
            "Authorization",
            "Bearer " + made.key().text())) {
      assertThat(events.next().name()).isEqualTo("message");
      articles.sql("update articles set title = 'for those who may' where id = 3");
      assertThat(events.next().data()).contains("for those who may");
      revoke(made);
      assertThat(events.next().name()).isEqualTo("end");
    }
    Response refused =
        articles.get(
            "/articles/3",
            "Authorization",
            "Bearer " + made.key().text(),
            "Accept",
            "text/event-stream");
    isRefused(refused, 401, "key-invalid", "Bearer realm=\"plimsoll\", error=\"invalid_token\"");
  }
}
