package io.plimsoll.api.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.OwnedTier;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for when, and who gets which answer. */
final class LookupsOfATurnTest {
  private static final Incarnation HERE = new Incarnation("i");
  private static final Admission ADMISSION = new Admission("e", HERE, new Lsn(5), 1, "");

  private final DefaultEventLoop loop = new DefaultEventLoop();
  private final List<String> events = new ArrayList<>();
  private boolean away;
  private boolean broken;
  private final LookupsOfATurn tier = new LookupsOfATurn(new Told(), loop);

  @AfterEach
  void end() {
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  /** Says what it is asked to do, and answers each question with its key. */
  private final class Told implements OwnedTier {
    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      return told("lookup " + query.key(), hit(query));
    }

    @Override
    public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
      String event = "lookup " + queries.stream().map(Query::key).toList();
      if (broken) {
        throw new IllegalStateException("broken");
      }
      events.add(event);
      return queries.stream()
          .map(query ->
              query.key().value().equals("late")
                  ? new CompletableFuture<Lookup>()
                  : answer(hit(query)))
          .toList();
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      return told("fill " + fill.query().key(), new Fill.Outcome.Stored());
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      return told("lease " + key, true);
    }

    @Override
    public void release(CacheKey key) {
      events.add("release " + key);
    }

    @Override
    public void close() {
      events.add("close");
    }

    private <T> CompletionStage<T> told(String event, T answer) {
      events.add(event);
      return answer(answer);
    }

    private <T> CompletionStage<T> answer(T answer) {
      return away
          ? CompletableFuture.failedStage(new IllegalStateException("away"))
          : CompletableFuture.completedStage(answer);
    }
  }

  private static Query query(String key) {
    return new Query(new CacheKey(key), List.of("a"), Duration.ofSeconds(2));
  }

  private static Lookup hit(Query query) {
    Content content = new Content(true, "etag", query.key().value().getBytes(US_ASCII));
    return new Lookup.Hit(
        new Entry(content, 0, 1, 0, 0, List.of()), ADMISSION, Duration.ZERO, Duration.ofHours(1));
  }

  private static String body(CompletionStage<Lookup> lookup) {
    Lookup.Hit hit = (Lookup.Hit) lookup.toCompletableFuture().join();
    return new String(hit.entry().content().body(), US_ASCII);
  }

  /** All in one turn of the loop; what was answered is told when all is. */
  private List<String> inOneTurn(Stream<String> keys) {
    Supplier<List<CompletionStage<Lookup>>> turn =
        () -> {
          List<CompletionStage<Lookup>> lookups = new ArrayList<>();
          keys.forEach(key -> lookups.add(tier.lookup(query(key))));
          return lookups;
        };
    return CompletableFuture.supplyAsync(turn, loop).join().stream()
        .map(LookupsOfATurnTest::body)
        .toList();
  }

  @Test
  void lookupsOfOneTurn_areOneQuestion_andEachIsAnswered() {
    assertThat(inOneTurn(Stream.of("k1", "k2", "k1"))).containsExactly("k1", "k2", "k1");
    assertThat(events).containsExactly("lookup [k1, k2, k1]");
  }

  @Test
  void lookupThatIsTheOnlyOne_isAskedForByItself_andTheNextTurnBeginsAnew() {
    assertThat(inOneTurn(Stream.of("k1"))).containsExactly("k1");
    assertThat(inOneTurn(Stream.of("k2", "k3"))).containsExactly("k2", "k3");
    assertThat(events).containsExactly("lookup k1", "lookup [k2, k3]");
  }

  @Test
  void lookup_ofAnotherThread_isAskedForAtOnce() {
    assertThat(tier.lookup(query("k1"))).isCompleted();
    assertThat(events).containsExactly("lookup k1");
  }

  @Test
  void many_areSeveralQuestions_ofBoundedSize() {
    List<String> keys = IntStream.range(0, 70).mapToObj(i -> "k" + i).toList();
    assertThat(inOneTurn(keys.stream())).isEqualTo(keys);
    assertThat(events)
        .containsExactly(
            "lookup " + keys.subList(0, 32),
            "lookup " + keys.subList(32, 64),
            "lookup " + keys.subList(64, 70));
  }

  @Test
  void whatIsAskedForByAnAnswer_isAskedForInTheNextQuestion() {
    CompletionStage<Lookup> second =
        CompletableFuture.supplyAsync(
                () -> tier.lookup(query("k1")).thenCompose(first -> tier.lookup(query("k2"))), loop)
            .join();
    assertThat(body(second)).isEqualTo("k2");
    assertThat(events).containsExactly("lookup k1", "lookup k2");
  }

  @Test
  void answer_doesNotWaitForThatOfAnother() {
    List<CompletionStage<Lookup>> lookups =
        CompletableFuture.supplyAsync(
                () -> List.of(tier.lookup(query("late")), tier.lookup(query("k2"))), loop)
            .join();
    assertThat(body(lookups.getLast())).isEqualTo("k2");
    assertThat(lookups.getFirst()).isNotCompleted();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failure_isEverybodys(boolean thrown) {
    away = !thrown;
    broken = thrown;
    List<CompletionStage<Lookup>> lookups =
        CompletableFuture.supplyAsync(
                () -> List.of(tier.lookup(query("k1")), tier.lookup(query("k2"))), loop)
            .join();
    for (CompletionStage<Lookup> lookup : lookups) {
      assertThat(lookup.toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableOfType(ExecutionException.class)
          .withMessageContaining(thrown ? "broken" : "away");
    }
  }

  @Test
  void theRest_isTheTiers() {
    tier.release(new CacheKey("a"));
    var _ = tier.lookupAll(List.of(query("a"), query("b")));
    tier.close();
    assertThat(events).containsExactly("release a", "lookup [a, b]", "close");
  }
}
