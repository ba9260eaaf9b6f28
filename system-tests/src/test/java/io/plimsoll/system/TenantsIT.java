package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.CopyArgs;
import io.plimsoll.local.keys.KeyStore;
import io.plimsoll.local.keys.NewKey;
import io.plimsoll.local.stack.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant that attacks another one. The category of an article stands for its tenant. */
final class TenantsIT {
  private static final String CATALOG =
      """
      queries:
        mine:
          get: /mine
          params: { tenant: { type: text, from: key } }
          sql: select id, category from articles where category = :tenant order by id limit 20
        pages:
          get: /pages
          params: { tenant: { type: text, from: key } }
          sql: select id, category from articles where category = :tenant
          page: { by: [id] }
        article:
          get: /articles/{id}
          params:
            id: bigint
            tenant: { type: text, from: key }
          sql: select id, title, category from articles where id = :id and category = :tenant
          one: true
        search:
          get: /search
          params:
            a: { type: text, default: null }
            b: { type: text, default: null }
            list: { type: "text[]", default: "" }
            tenant: { type: text, from: key }
          sql: |
            select :tenant as tenant, :a as a, :b as b, :list as list, count(*) as n from categories
          one: true
        anybodys:
          get: /anybodys
          sql: select count(*) as n from articles
          one: true
      writes:
        retitle:
          patch: /articles/{id}
          params:
            id: bigint
            title: text
            tenant: { type: text, from: key }
          sql: update articles set title = :title where id = :id and category = :tenant returning id, title
      """;

  private static final String WAITING =
      "select count(*) from pg_stat_activity where usename = 'plimsoll_reader' and wait_event_type = 'Lock'";

  private static Articles articles;
  private static final Map<String, String> KEYS = new HashMap<>();
  private static String acme;
  private static String other;
  private static String acmeKey;
  private static String otherKey;
  private static String nobodyKey;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Path catalog = Files.writeString(folder.resolve("catalog.yaml"), CATALOG);
    articles =
        Articles.start(
            Articles.builder()
                .catalog(catalog)
                // Every hit is Redis's: what was put there is found.
                .environment(Service.API, "PLIMSOLL_CACHE_MEMORY", "0")
                .environment(Service.API, "PLIMSOLL_AUTH_MODE", "required"));
    acme = articles.sqlValue("select min(slug) from categories");
    other = articles.sqlValue("select max(slug) from categories");
    acmeKey = create(Optional.of(acme));
    otherKey = create(Optional.of(other));
    nobodyKey = create(Optional.empty());
    articles.until("/anybodys", response -> response.status() == 401);
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static String create(Optional<String> tenant) {
    try (Connection connection = articles.connect()) {
      return new KeyStore(connection)
          .create(new NewKey("test", tenant, List.of(), Optional.empty(), Optional.empty()))
          .key()
          .text();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Response get(String path, String key, String... more) {
    List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + key));
    headers.addAll(List.of(more));
    return articles.get(path, headers.toArray(String[]::new));
  }

  private static Response untilHit(String path, String key) {
    return await(path).until(() -> get(path, key), Response::hit);
  }

  private static String idOf(String tenant) {
    return articles.sqlValue("select min(id) from articles where category = '" + tenant + "'");
  }

  @Test
  void eachTenant_seesItsOwnRows_cachedOrNot() {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/mine", acmeKey).body()).contains(acme).doesNotContain("\"" + other + "\"");
      assertThat(get("/mine", otherKey).body()).contains(other).doesNotContain("\"" + acme + "\"");
    }
    assertThat(untilHit("/mine", acmeKey).body()).contains(acme);
    assertThat(untilHit("/mine", otherKey).body()).contains(other);
  }

  /** Tenant A's URL with tenant B's key. */
  @Test
  void anothersUrl_isNotFound_howeverHotItIs() {
    String path = "/articles/" + idOf(acme);
    assertThat(untilHit(path, acmeKey).status()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(get(path, otherKey).status()).isEqualTo(404);
      assertThat(get(path, acmeKey).status()).isEqualTo(200);
    }
    assertThat(untilHit(path, otherKey).status()).as("404 from the cache").isEqualTo(404);
  }

  @Test
  void tenant_thatIsStatedInTheRequest_isRefused() {
    for (String query : List.of("?tenant=" + acme, "?tenant=", "?TENANT=" + acme)) {
      Response refused = get("/mine" + query, otherKey);
      assertThat(refused.status()).as(query).isEqualTo(400);
      assertThat(refused.body()).contains("invalid-parameters").doesNotContain("\"id\"");
    }
    for (String header : List.of("Tenant", "X-Tenant", "X-Tenant-Id")) {
      assertThat(get("/mine", otherKey, header, acme).body()).contains(other).doesNotContain(acme);
    }
    Response write =
        articles.send(
            "PATCH",
            "/articles/" + idOf(acme),
            "{\"title\":\"stolen\",\"tenant\":\"" + acme + "\"}",
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + otherKey);
    assertThat(write.status()).isEqualTo(400);
  }

  @Test
  void write_ofAnothersRow_changesNothing() {
    String id = idOf(acme);
    Response write =
        articles.send(
            "PATCH",
            "/articles/" + id,
            "{\"title\":\"stolen\"}",
            "Content-Type",
            "application/json",
            "Authorization",
            "Bearer " + otherKey);
    assertThat(write.status()).isEqualTo(404);
    assertThat(articles.sqlValue("select title from articles where id = " + id))
        .isNotEqualTo("stolen");
  }

  @Test
  void cursorOfAnotherTenant_leadsNowhere() {
    String mine = nextPage(get("/pages?limit=2", acmeKey));
    String theirs = nextPage(get("/pages?limit=2", otherKey));
    for (int i = 0; i < 3; i++) {
      assertThat(get(mine, acmeKey).body()).contains(acme);
      assertThat(get(theirs, otherKey).body()).contains(other);
      Response refused = get(mine, otherKey);
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.body()).contains("cursor-invalid").doesNotContain(acme, other);
    }
    assertThat(get(mine, "none").status()).isEqualTo(401);
    assertThat(get(mine, nobodyKey).status()).isEqualTo(403);
  }

  private static String nextPage(Response page) {
    Matcher link = Pattern.compile("<([^>]*)>; rel=\"next\"").matcher(page.header("Link"));
    assertThat(link.find()).as("%s", page).isTrue();
    return link.group(1);
  }

  @Test
  void keyOfNoTenant_is403_whereOneIsNeeded() {
    Response refused = get("/mine", nobodyKey);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("tenant-missing");
    assertThat(get("/anybodys", nobodyKey).status()).isEqualTo(200);
  }

  /** A validator of another tenant's answer validates nothing. */
  @Test
  void etagOfAnothersAnswer_bringsOnesOwn() {
    String acmeTag = get("/mine", acmeKey).header("ETag");
    assertThat(get("/mine", acmeKey, "If-None-Match", acmeTag).status()).isEqualTo(304);
    Response own = get("/mine", otherKey, "If-None-Match", acmeTag);
    assertThat(own.status()).isEqualTo(200);
    assertThat(own.body()).contains(other).doesNotContain(acme);
    String path = "/articles/" + idOf(acme);
    String articleTag = get(path, acmeKey).header("ETag");
    assertThat(get(path, otherKey, "If-None-Match", articleTag).status()).isEqualTo(404);
    assertThat(get(path, otherKey, "If-None-Match", "*").status()).isEqualTo(404);
  }

  @Test
  void caches_onTheWay_areToldThatItIsPrivate() {
    Response answer = get("/mine", acmeKey);
    assertThat(answer.header("Cache-Control")).contains("private");
    assertThat(String.join(",", answer.headers().allValues("Vary")))
        .containsIgnoringCase("Authorization");
  }

  /**
   * Tenants and values whose texts, put side by side, are the same: asked twice, cached the second
   * time.
   */
  @Test
  void values_thatTryToRunIntoEachOther_doNot() {
    List<String> queries =
        List.of(
            "",
            "?a=",
            "?a=a",
            "?b=a",
            "?a=a&b=",
            "?a=&b=a",
            "?list=a",
            "?list=a,a",
            "?a=a,a",
            "?a=1:a",
            "?a=1&b=:a");
    Map<String, String> answers = new HashMap<>();
    for (String tenant : List.of("t", "t4:text", "t,a", "4:textv1:a", "a", "v1:a", "n")) {
      String key = KEYS.computeIfAbsent(tenant, t -> create(Optional.of(t)));
      for (String query : queries) {
        String path = "/search" + query;
        String body = untilHit(path, key).body();
        assertThat(body).contains("\"tenant\":\"" + tenant + "\"");
        assertThat(answers.put(body, tenant + path)).as(body).isNull();
      }
    }
  }

  /**
   * Whoever can write to Redis, or a reply that went astray: the names are right, the entry is
   * another's.
   */
  @Test
  void entryOfAnotherTenant_underOnesOwnName_isNotServed() {
    try (RedisAdmin redis = RedisAdmin.connect(articles.stack().endpoints().redis())) {
      String path = "/search?a=forged";
      String mine = newEntry(redis, path, acmeKey);
      String theirs = newEntry(redis, path, otherKey);
      assertThat(theirs).isNotEqualTo(mine);
      assertThat(redis.commands().copy(mine, theirs, CopyArgs.Builder.replace(true))).isTrue();
      Response answer = get(path, otherKey);
      assertThat(answer.body()).contains("\"tenant\":\"" + other).doesNotContain(acme);
      assertThat(answer.hit()).isFalse();
      assertThat(untilHit(path, otherKey).body()).contains("\"tenant\":\"" + other);
    }
  }

  /** The name of the entry that a first request makes. */
  private static String newEntry(RedisAdmin redis, String path, String key) {
    List<String> before = redis.commands().keys("*:e?:search:*");
    assertThat(untilHit(path, key).status()).isEqualTo(200);
    List<String> after = new ArrayList<>(redis.commands().keys("*:e?:search:*"));
    after.removeAll(before);
    assertThat(after).hasSize(1);
    return after.getFirst();
  }

  /** Both wait for the same row at the same time; none gets the other's flight. */
  @Test
  void loadsUnderWay_areNotSharedAcrossTenants() throws Exception {
    try (Connection locking = articles.connect();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      locking.setAutoCommit(false);
      try (Statement lock = locking.createStatement()) {
        lock.execute("lock table categories in access exclusive mode");
      }
      int shared = 0;
      List<Future<Response>> acmes = new ArrayList<>();
      List<Future<Response>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        acmes.add(clients.submit(() -> get("/search?a=flight", acmeKey)));
        others.add(clients.submit(() -> get("/search?a=flight", otherKey)));
      }
      await("both tenants' loads").until(() -> articles.sqlValue(WAITING), "2"::equals);
      locking.rollback();
      for (Future<Response> answer : acmes) {
        assertThat(answer.get().body()).contains("\"tenant\":\"" + acme);
      }
      for (Future<Response> answer : others) {
        assertThat(answer.get().body()).contains("\"tenant\":\"" + other);
      }
      for (Future<Response> answer : acmes) {
        shared += answer.get().header("Cache-Status").contains("collapsed") ? 1 : 0;
      }
      assertThat(shared).as("one tenant's requests share a load").isPositive();
    }
  }

  /** The admin API has no key: it says for whom, and what it warms is that tenant's alone. */
  @Test
  void warming_isForTheTenantThatIsNamed() {
    Admin admin = Admin.of(articles);
    String id = articles.sqlValue("select max(id) from articles where category = '" + acme + "'");
    String path = "/articles/" + id;

    assertThat(warm(admin, "", path)).contains("\"failed\":1", "tenant: expected");
    assertThat(admin.get("/admin/key?path=" + path).status()).isEqualTo(400);
    assertThat(admin.get("/admin/key?path=" + path + "%3Ftenant=" + acme).status()).isEqualTo(400);
    assertThat(warm(admin, "?tenant=" + acme, path)).contains("\"done\":1");

    assertThat(look(admin, path, acme)).as("nobody has asked").contains("\"entry\"", id);
    assertThat(look(admin, path, other)).contains("\"miss\"").doesNotContain("\"entry\"");
    assertThat(untilHit(path, acmeKey).status()).isEqualTo(200);
    assertThat(get(path, otherKey).status()).isEqualTo(404);
    String end = "{\"path\":\"" + path + "\",\"tenant\":\"" + acme + "\"}";
    Response ended = admin.send("POST", "/admin/invalidate", end);
    assertThat(ended.status()).as(ended.body()).isIn(200, 202);
    await("its end").until(() -> look(admin, path, acme).contains("\"invalidated\""));
  }

  private static String look(Admin admin, String path, String tenant) {
    return admin.get("/admin/key?path=" + path + "&tenant=" + tenant).body();
  }

  private static String warm(Admin admin, String parameters, String path) {
    Response begun = admin.send("POST", "/admin/warm" + parameters, path);
    assertThat(begun.status()).as(begun.body()).isEqualTo(200);
    return await("its end")
        .until(() -> admin.get("/admin/warm").body(), told -> told.contains("\"ended\""));
  }

  @Test
  void keys_areStillCached_afterAReload() {
    Admin admin = Admin.of(articles);
    Response reloaded = admin.send("POST", "/admin/reload", "");
    assertThat(reloaded.status()).as(reloaded.body()).isEqualTo(200);
    double before = fromRedis(admin);

    await("a key out of the cache")
        .until(() -> {
          assertThat(get("/mine", acmeKey).status()).isEqualTo(200);
          assertThat(get("/mine", nobodyKey).status()).isEqualTo(403);
          return fromRedis(admin) > before;
        });
  }

  private static double fromRedis(Admin admin) {
    return admin
        .get("/metrics")
        .body()
        .lines()
        .filter(l -> l.startsWith("plimsoll_auth_checks_total") && l.contains("source=\"redis\""))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' '))))
        .sum();
  }
}
