package io.plimsoll.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.plimsoll.api.read.Answer;
import io.plimsoll.api.read.Origin;
import io.plimsoll.api.read.OriginException;
import io.plimsoll.core.catalog.Catalog;
import io.plimsoll.core.catalog.QueryDef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many who want the same at once, and those who may be told something old meanwhile. */
final class HerdsIT {
  private static final int READERS = 100;
  private static final QueryDef GRACIOUS = with(Duration.ofSeconds(30), Duration.ZERO, "gracious");
  private static final QueryDef ROBUST = with(Duration.ZERO, Duration.ofSeconds(60), "robust");

  private static Articles articles;

  private final AtomicInteger loads = new AtomicInteger();
  private volatile boolean away;

  @BeforeAll
  static void start() {
    articles = Articles.start(Articles.builder());
    articles.untilHit("/articles/1");
  }

  @AfterAll
  static void stop() {
    articles.close();
  }

  /** The same query with more leeway; its own version, so that its entries are its own. */
  private static QueryDef with(Duration whileRevalidate, Duration ifError, String version) {
    QueryDef q = Instance.ARTICLE;
    return new QueryDef(
        q.name(),
        q.path(),
        q.params(),
        q.sql(),
        q.one(),
        q.ttl(),
        q.maxStaleness(),
        whileRevalidate,
        ifError,
        q.cache(),
        q.maxConcurrent(),
        q.keyed(),
        q.access(),
        version,
        Optional.empty());
  }

  private Instance instance(QueryDef query) {
    UnaryOperator<Origin> counted =
        origin ->
            request -> {
              loads.incrementAndGet();
              if (away) {
                throw new OriginException(
                    OriginException.Kind.UNAVAILABLE, "away; this is part of the test", null);
              }
              return origin.read(request);
            };
    return new Instance(articles, having(query), query, cache -> cache, counted);
  }

  /** The catalog with this query in the place of its namesake. */
  private static Catalog having(QueryDef query) {
    Catalog all = Instance.CATALOG;
    return new Catalog(
        all.queries().stream().map(q -> q.name().equals(query.name()) ? query : q).toList(),
        all.writes(),
        all.batches(),
        all.pages());
  }

  private static void untilHit(Instance instance, long row) {
    await("a hit of row " + row)
        .until(() -> instance.read(row).outcome() instanceof Answer.Outcome.Hit);
  }

  private static String body(Answer answer) {
    return new String(answer.content().body(), StandardCharsets.UTF_8);
  }

  @Test
  void aHerdOnThreeInstances_isOneLoad() {
    try (Instance a = instance(Instance.ARTICLE);
        Instance b = instance(Instance.ARTICLE);
        Instance c = instance(Instance.ARTICLE)) {
      for (Instance each : List.of(a, b, c)) {
        untilHit(each, 5_000); // each has seen the watermark move
      }
      loads.set(0);
      List<CompletableFuture<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        for (Instance each : List.of(a, b, c)) {
          answers.add(each.ask(5_001).toCompletableFuture());
        }
      }
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer.join().content().found()).isTrue());
      assertThat(loads).as("of %d requests", answers.size()).hasValue(1);
    }
  }

  @Test
  void whileRevalidate_givesTheOldAnswer_saysSo_andThenTheNew() {
    try (Instance instance = instance(GRACIOUS)) {
      untilHit(instance, 5_010);
      articles.sql("update articles set title = 'newer' where id = 5010");
      List<Answer> seen = new ArrayList<>();
      await("the new title")
          .pollInterval(Duration.ofMillis(1))
          .until(() -> {
            seen.add(instance.read(5_010));
            return body(seen.getLast()).contains("newer");
          });
      List<Answer> old =
          seen.stream().filter(a -> a.outcome() instanceof Answer.Outcome.Stale).toList();
      assertThat(old).as("the old one was given meanwhile").isNotEmpty();
      assertThat(old)
          .allSatisfy(answer -> {
            assertThat(body(answer)).doesNotContain("newer");
            assertThat(answer.asOf()).isEmpty();
            assertThat(((Answer.Outcome.Stale) answer.outcome()).why())
                .isEqualTo(Answer.Why.WHILE_REVALIDATE);
          });
    }
  }

  @Test
  void ifError_givesTheOldAnswer_onlyWhenTheCatalogAllowsIt() {
    try (Instance robust = instance(ROBUST);
        Instance strict = instance(Instance.ARTICLE)) {
      untilHit(robust, 5_020);
      untilHit(strict, 5_020);
      away = true;
      articles.sql("update articles set title = 'unseen' where id = 5020");
      await("the entry's end").until(() -> isStale(robust.ask(5_020).toCompletableFuture()));
      assertThat(((Answer.Outcome.Stale) robust.read(5_020).outcome()).why())
          .isEqualTo(Answer.Why.IF_ERROR);
      assertThat(strict.ask(5_020).toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .havingRootCause()
          .isInstanceOf(OriginException.class);
      away = false;
      assertThat(body(robust.read(5_020))).contains("unseen");
    }
  }

  private static boolean isStale(CompletableFuture<Answer> answer) {
    return answer.join().outcome() instanceof Answer.Outcome.Stale;
  }
}
