package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.Origin;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.freshness.Lsn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An operator ends answers that no change ends, because the catalog states a tag that is wrong: on
 * the service, in Redis, and in two more instances, one of which has a fill under way.
 */
final class InvalidationIT {
  /** The author's tag is of the user with the article's id: changes of the author end nothing. */
  private static final String CATALOG =
      """
      queries:
        byline:
          get: /bylines/{id}
          params: { id: bigint }
          sql: select u.name from articles a join users u on u.id = a.author_id where a.id = :id
          tags: { users: { id: :id }, articles: { id: :id } }
          one: true
          ttl: 1h
          max-staleness: 2s
      """;

  @TempDir private static Path folder;
  private static Articles articles;
  private static Catalog catalog;

  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch readBefore = new CountDownLatch(1);

  @BeforeAll
  static void start() throws Exception {
    Path file = folder.resolve("catalog.yaml");
    Files.writeString(file, CATALOG);
    catalog = CatalogParser.parse(file);
    articles = Articles.start(Articles.builder().catalog(file));
    articles.untilHit("/bylines/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  private static Instance instance(UnaryOperator<Origin> origin) {
    Instance instance =
        new Instance(articles, catalog, catalog.queries().getFirst(), c -> c, origin, true);
    untilNearHit(instance, 1);
    return instance;
  }

  private static void untilNearHit(Instance instance, long row) {
    await("a hit of row " + row + " in the process")
        .until(() ->
            instance.read(row).outcome() instanceof Answer.Outcome.Hit hit
                && hit.tier().equals("l1"));
  }

  /** Reads at once, and keeps what it read of one row to itself until the gate opens. */
  private UnaryOperator<Origin> holding(long row) {
    return origin ->
        request -> {
          var read = origin.read(request);
          if (row == (Long) request.values().getFirst()) {
            readBefore.countDown();
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return read;
        };
  }

  private static String body(Answer answer) {
    return new String(answer.content().body(), StandardCharsets.UTF_8);
  }

  private static Response invalidate(String json) {
    return Admin.of(articles).send("POST", "/admin/invalidate", json);
  }

  private static String authorOf(long row) {
    return articles.sqlValue("select author_id from articles where id = " + row);
  }

  /** A change that ends nothing: all caches have applied it, and serve the old answer. */
  private static void rename(long row, String name, Instance near) {
    articles.sql("update users set name = '%s' where id = %s".formatted(name, authorOf(row)));
    Lsn behind = Lsn.parse(articles.sqlValue("select pg_current_wal_lsn()"));
    await("the change applied")
        .until(() -> near.read(row).asOf().filter(at -> at.compareTo(behind) >= 0).isPresent());
    assertThat(body(near.read(row))).as("nothing has ended it").doesNotContain(name);
  }

  private void oneWithAFillUnderWay(long row, String name, String json, Reason refusal) {
    try (Instance slow = instance(holding(row));
        Instance other = instance(o -> o)) {
      CompletableFuture<Answer> underWay = slow.ask(row).toCompletableFuture();
      await("the read before").until(() -> readBefore.getCount() == 0);
      untilNearHit(other, row);
      articles.untilHit("/bylines/" + row);
      rename(row, name, other);

      Response done = invalidate(json);
      assertThat(done.status()).as(done.body()).isEqualTo(200);
      assertThat(done.body()).contains("\"applied-l1\":true", "\"applied-redis\":true");
      assertThat(articles.get("/bylines/" + row).body()).contains(name);
      await("the other instance").until(() -> body(other.read(row)).contains(name));

      gate.countDown();
      Answer.Outcome.Fetched old = (Answer.Outcome.Fetched) underWay.join().outcome();
      assertThat(old.refused()).as("by Redis").contains(refusal);
      await("the slow instance").until(() -> body(slow.read(row)).contains(name));
      for (int i = 0; i < 20; i++) {
        assertThat(body(slow.read(row))).contains(name);
        assertThat(body(other.read(row))).contains(name);
        assertThat(articles.get("/bylines/" + row).body()).contains(name);
      }
      untilNearHit(other, row);
      assertThat(body(other.read(row))).contains(name);
    }
  }

  @Test
  void byPath_fillUnderWayIsRefused_andNoInstanceServesTheOld() {
    oneWithAFillUnderWay(11, "Path", "{\"path\":\"/bylines/11\"}", Reason.MARK);
  }

  @Test
  void byTag_fillUnderWayIsRefused_andNoInstanceServesTheOld() {
    oneWithAFillUnderWay(12, "Tag", "{\"tag\":\"articles{id=12}\"}", Reason.MARK);
  }

  @Test
  void byPattern_fillUnderWayIsRefused_andNoInstanceServesTheOld() {
    oneWithAFillUnderWay(13, "Pattern", "{\"pattern\":\"/bylines/1*\"}", Reason.MARK);
  }

  @Test
  void all_fillUnderWayIsRefused_andNoInstanceServesTheOld() {
    oneWithAFillUnderWay(14, "Everything", "{\"all\":true}", Reason.EPOCH);
  }

  /** Whoever shows the token needs not wait until the other caches have heard of it. */
  @Test
  void token_ofAnInvalidation_isThatOfAWrite() {
    Response done = invalidate("{\"path\":\"/bylines/15\"}");
    String token = done.body().replaceAll(".*\"token\":\"([^\"]+)\".*", "$1");

    Response read = articles.get("/bylines/15", "Plimsoll-After", token);

    assertThat(read.status()).as(read.toString()).isEqualTo(200);
  }

  @Test
  void otherAnswers_stay() {
    articles.untilHit("/bylines/16");
    articles.untilHit("/bylines/17");
    String stored = entry(17).at("/entry/stored").asString();
    assertThat(stored).isNotEmpty();

    assertThat(invalidate("{\"path\":\"/bylines/16\"}").status()).isEqualTo(200);

    await("its end").until(() -> entry(16).path("reason").asString("").equals("invalidated"));
    articles.untilHit("/bylines/17");
    assertThat(entry(17).at("/entry/stored").asString()).isEqualTo(stored);
  }

  private static JsonNode entry(long row) {
    return JsonMapper.shared()
        .readTree(Admin.of(articles).get("/admin/key?path=/bylines/" + row).body())
        .at("/tiers/l1");
  }
}
