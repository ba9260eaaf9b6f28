package io.plimsoll.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PartitionedTierTest {
  /** Writes down who asked for which key. */
  private record Recording(int index, List<String> calls) implements Tier {
    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      calls.add(index + " lookup " + query.key());
      return CompletableFuture.completedStage(new Lookup.Bypass(Reason.NO_CONTROL));
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      calls.add(index + " fill " + fill.query().key());
      return CompletableFuture.completedStage(new Fill.Outcome.Stored());
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      calls.add(index + " lease " + key);
      return CompletableFuture.completedStage(true);
    }

    @Override
    public void release(CacheKey key) {
      calls.add(index + " release " + key);
    }
  }

  private static Fill fill(Query query) {
    Incarnation incarnation = new Incarnation("i");
    return new Fill(
        query,
        new Admission("epoch", incarnation, Lsn.NONE, 0, "shapes"),
        new Proof(new Stamp.UpTo(Lsn.NONE), incarnation, "shapes"),
        new Content(true, "etag", new byte[0]),
        Duration.ofHours(1),
        Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 64})
  void keys_thatDifferInTheirLastDigits_areSpreadEvenly(int count) {
    int[] hits = new int[count];
    int keys = 2_000 * count;
    for (int i = 0; i < keys; i++) {
      hits[PartitionedTier.of(new CacheKey("article:1:" + i), count)]++;
    }
    assertThat(IntStream.of(hits).boxed()).allSatisfy(n -> assertThat(n).isBetween(1_700, 2_300));
  }

  @Test
  void partitionOfAKey_isTheSameInEveryVersionAndProcess() {
    assertThat(
            IntStream.range(0, 8)
                .map(i -> PartitionedTier.of(new CacheKey("article:1:" + i), 8))
                .boxed())
        .as("another choice would empty every cache at the next release")
        .containsExactly(2, 2, 2, 5, 7, 7, 7, 4);
  }

  @Test
  void everyCallForAKey_goesToItsPartition() {
    List<String> calls = new ArrayList<>();
    PartitionedTier tier =
        new PartitionedTier(IntStream.range(0, 4).mapToObj(i -> new Recording(i, calls)).toList());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      CacheKey key = new CacheKey("key" + i);
      Query query = new Query(key, List.of(), Duration.ofSeconds(1));
      tier.lookup(query).toCompletableFuture().join();
      tier.lease(key, Duration.ofSeconds(1)).toCompletableFuture().join();
      tier.fill(fill(query)).toCompletableFuture().join();
      tier.release(key);
      int partition = PartitionedTier.of(key, 4);
      for (String call : List.of("lookup", "lease", "fill", "release")) {
        expected.add(partition + " " + call + " " + key);
      }
    }
    assertThat(calls).isEqualTo(expected);
  }

  /** A tier that says of each key whose it is. */
  private record Named(String name, List<Integer> sizes) implements Tier {
    @Override
    public CompletionStage<Lookup> lookup(Query query) {
      Entry entry =
          new Entry(
              new Content(true, name + " " + query.key(), new byte[0]), 0, 0, 0, 0, List.of());
      Admission at = new Admission("e", new Incarnation("i"), Lsn.NONE, 0, "");
      return CompletableFuture.completedStage(
          new Lookup.Hit(entry, at, Duration.ZERO, Duration.ZERO));
    }

    @Override
    public List<CompletionStage<Lookup>> lookupAll(List<Query> queries) {
      sizes.add(queries.size());
      return Tier.super.lookupAll(queries);
    }

    @Override
    public CompletionStage<Fill.Outcome> fill(Fill fill) {
      throw new AssertionError("nothing is filled");
    }

    @Override
    public CompletionStage<Boolean> lease(CacheKey key, Duration time) {
      throw new AssertionError("nothing is loaded");
    }

    @Override
    public void release(CacheKey key) {}
  }

  @Test
  void manyKeys_areAskedOfEachPartitionAtOnce_andAnsweredInTheirOrder() {
    List<Integer> sizes = new ArrayList<>();
    PartitionedTier tier =
        new PartitionedTier(
            IntStream.range(0, 4).mapToObj(i -> new Named("p" + i, sizes)).toList());
    List<Query> queries =
        IntStream.range(0, 30)
            .mapToObj(i -> new Query(new CacheKey("key" + i), List.of(), Duration.ofSeconds(1)))
            .toList();
    List<String> told =
        tier.lookupAll(queries).stream()
            .map(found -> (Lookup.Hit) found.toCompletableFuture().join())
            .map(found -> found.entry().content().etag())
            .toList();
    assertThat(told)
        .isEqualTo(
            queries.stream()
                .map(q -> "p" + PartitionedTier.of(q.key(), 4) + " " + q.key())
                .toList());
    assertThat(sizes).hasSize(4).allSatisfy(size -> assertThat(size).isGreaterThan(1));
  }

  @Test
  void noPartition_isAnError() {
    assertThatThrownBy(() -> new PartitionedTier(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1 partition");
  }
}
