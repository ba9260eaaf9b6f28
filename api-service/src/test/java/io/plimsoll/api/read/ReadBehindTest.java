package io.plimsoll.api.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Entry;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Lookup.Reason;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.catalog.CatalogParser;
import io.plimsoll.core.catalog.QueryDef;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.TagHash;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is loaded behind a write is in every tier, however far each has followed the stream. */
final class ReadBehindTest {
  private static final QueryDef ANY =
      CatalogParser.parse(Path.of("../examples/articles/catalog.yaml")).queries().getFirst();
  private static final Incarnation HERE = new Incarnation("i");
  private static final Lsn BEFORE = new Lsn(5);
  private static final Lsn WRITTEN = new Lsn(7);
  private static final Token WRITE = new Token(new Mark(new Xid(3), WRITTEN), HERE);
  private static final Content CONTENT = new Content(true, "etag", new byte[0]);
  private static final ReadRequest REQUEST =
      new ReadRequest(
          ANY,
          List.of(),
          new Query(new CacheKey("k"), List.of("a"), Duration.ofSeconds(2)),
          true,
          Capturing.NOTHING);

  private final NotingTier near = new NotingTier(miss(WRITTEN));
  private final List<Duration> pauses = new ArrayList<>();

  private static Lookup miss(Lsn applied) {
    return new Lookup.Miss(Reason.INVALIDATED, new Admission("e", HERE, applied, 1, ""));
  }

  /** Stored by a read that saw the write, before the stream has brought it. */
  private static Lookup earlyHit() {
    return new Lookup.Hit(
        new Entry(CONTENT, 1, 3_600_000, 7, 1, List.of()),
        new Admission("e", HERE, BEFORE, 1, ""),
        Duration.ZERO,
        Duration.ofHours(1));
  }

  private Answer readBehind(NotingTier far, Function<Duration, CompletionStage<Void>> delay) {
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
                List.of());
    return new ReadThrough(
            List.of(new NamedTier("l1", near), new NamedTier("redis", far)),
            new ReadThrough.Shared(
                origin,
                ReadSettings.of(
                    new ShapesInForce(Set.of(), new TagHash("0123456789abcdef"), () -> 0), 1_000),
                Runnable::run,
                pause -> {
                  pauses.add(pause);
                  return delay.apply(pause);
                },
                () -> 0,
                () -> 0.5))
        .readBehind(REQUEST, WRITE)
        .toCompletableFuture()
        .join();
  }

  private static CompletionStage<Void> passed() {
    return CompletableFuture.completedStage(null);
  }

  @Test
  void entryThatWillEnd_isNotTaken_whenTheSharedTierLags() {
    NotingTier far = new NotingTier(earlyHit());
    Answer answer =
        readBehind(
            far,
            _ -> {
              far.says = miss(WRITTEN);
              return passed();
            });
    assertThat(answer.outcome()).isInstanceOf(Answer.Outcome.Fetched.class);
    assertThat(near.fills).hasSize(1);
    assertThat(far.fills).hasSize(1);
    assertThat(pauses).hasSize(1);
  }

  @Test
  void allHaveFollowed_nobodyWaits() {
    NotingTier far = new NotingTier(miss(WRITTEN));
    readBehind(far, _ -> passed());
    assertThat(far.fills).hasSize(1);
    assertThat(far.asked.getLast().after()).contains(WRITE);
    assertThat(pauses).isEmpty();
  }

  @Test
  void tierThatCannotBeFilled_isNotWaitedFor() {
    readBehind(new NotingTier(new Lookup.Bypass(Reason.NO_CONTROL)), _ -> passed());
    assertThat(near.fills).hasSize(1);
    assertThat(pauses).isEmpty();
  }

  @Test
  void tierThatNeverFollows_isGivenFourSeconds() {
    NotingTier far = new NotingTier(miss(BEFORE));
    readBehind(far, _ -> passed());
    assertThat(near.fills).hasSize(1);
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
  }
}
