package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.TagHash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Captured tags go to every tier, from wherever the answer comes. */
final class TiersTest {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();
  private static final Incarnation HERE = new Incarnation("i");
  private static final Admission ADMISSION = new Admission("e", HERE, new Lsn(5), 1, "");
  private static final Content CONTENT = new Content(true, "etag", new byte[0]);
  private static final Query QUERY =
      new Query(new CacheKey("k"), List.of("a"), Duration.ofSeconds(2));
  private static final Capturing CAPTURING =
      new Capturing(
          List.of(),
          names -> List.of(),
          captured -> captured.getFirst().orElseThrow().stream().map(v -> "author" + v).toList());
  private static final ReadRequest REQUEST =
      new ReadRequest(ANY, List.of(), QUERY, true, CAPTURING);

  private final NotingTier empty = new NotingTier(new Lookup.Miss(Reason.MISS, ADMISSION));

  private static NotingTier hit(Duration ttl) {
    Entry entry = new Entry(CONTENT, 1, 3_600_000, 7, 1, List.of("author3"));
    return new NotingTier(new Lookup.Hit(entry, ADMISSION, Duration.ZERO, ttl));
  }

  /** An origin that captures these values; everything runs at once. */
  private static ReadThrough reads(NotingTier near, NotingTier far, String... values) {
    Origin origin =
        request ->
            new OriginRead(
                CONTENT,
                new Stamp.UpTo(new Lsn(9)),
                HERE,
                true,
                new Lsn(9),
                OriginRead.PRIMARY,
                Duration.ZERO,
                1,
                List.of(Optional.of(List.of(values))));
    Executor here = Runnable::run;
    return new ReadThrough(
        List.of(new NamedTier("l1", near), new NamedTier("redis", far)),
        new ReadThrough.Shared(
            origin,
            ReadSettings.of(
                new ShapesInForce(Set.of(), new TagHash("0123456789abcdef"), () -> 0), 1_000),
            here,
            time -> CompletableFuture.completedStage(null),
            () -> 0,
            () -> 0.5));
  }

  private static Answer read(ReadThrough reads) {
    return reads.read(REQUEST).toCompletableFuture().join();
  }

  @Test
  void answerOfTheOrigin_isOfferedToEachTier_withTheTagsThatFollowFromIt() {
    NotingTier far = new NotingTier(new Lookup.Miss(Reason.MISS, ADMISSION));
    read(reads(empty, far, "3", "4"));
    assertThat(empty.fills).hasSize(1).allSatisfy(TiersTest::hasBoth);
    assertThat(far.fills).hasSize(1).allSatisfy(TiersTest::hasBoth);
  }

  private static void hasBoth(Fill fill) {
    assertThat(fill.tags()).containsExactly("a", "author3", "author4");
  }

  @Test
  void hitInAFartherTier_isOfferedToTheNearer_withItsOwnCapturedTags() {
    Answer answer = read(reads(empty, hit(Duration.ofHours(1)), "other"));
    assertThat(empty.fills)
        .singleElement()
        .satisfies(fill -> assertThat(fill.tags()).containsExactly("a", "author3"));
    assertThat(answer.outcome())
        .isEqualTo(new Answer.Outcome.Hit("redis", Duration.ofHours(1), List.of("author3")));
  }

  @Test
  void renewal_ofAHitThatEndsSoon_offersTheTagsOfTheNewAnswer() {
    NotingTier soonOver = hit(Duration.ZERO);
    read(reads(soonOver, empty, "4"));
    assertThat(soonOver.fills)
        .singleElement()
        .satisfies(fill -> assertThat(fill.tags()).containsExactly("a", "author4"));
  }
}
