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
import io.plimsoll.core.config.CacheMode;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.TagHash;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CachePolicyTest {
  private static final Incarnation HERE = new Incarnation("here");
  private static final Admission ADMISSION = new Admission("e", HERE, new Lsn(5), 1, "0-x");
  private static final Content CONTENT = new Content(true, "\"e\"", new byte[] {'1'});
  private static final Lookup MISS = new Lookup.Miss(Reason.MISS, ADMISSION);
  private static final Lookup HIT =
      new Lookup.Hit(
          new Entry(CONTENT, 1, 3_600_000, 7, 1, List.of()),
          ADMISSION,
          Duration.ZERO,
          Duration.ofHours(1));

  private final NotingTier near = new NotingTier(MISS);
  private final NotingTier far = new NotingTier(MISS);

  /** Reads of the origin that have begun and not returned. */
  private final List<Runnable> underWay = new ArrayList<>();

  private Executor blocking = Runnable::run;
  private final CachePolicy policy = new CachePolicy(CacheMode.TIERED);

  private ReadThrough reads(CachePolicy with) {
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
                1);
    return new ReadThrough(
        List.of(new NamedTier("l1", near), new NamedTier("redis", far)),
        new ReadThrough.Shared(
            origin,
            ReadSettings.of(
                new ShapesInForce(Set.of(), new TagHash("0123456789abcdef"), () -> 0), 1_000),
            with,
            task -> blocking.execute(task),
            time -> CompletableFuture.completedStage(null),
            () -> 0,
            () -> 0.5));
  }

  private static ReadRequest request(String cache) {
    QueryDef query =
        CatalogParser.parse(
                "test",
                """
                queries:
                  thing:
                    get: /things/{id}
                    params: { id: int }
                    sql: select id from things where id = :id
                %s
                """
                    .formatted(cache))
            .queries()
            .getFirst();
    Query lookup = new Query(new CacheKey("thing:1"), List.of("a"), Duration.ofSeconds(2));
    return new ReadRequest(query, List.of(1), lookup, true);
  }

  private static Answer.Outcome.Fetched fetched(CompletionStage<Answer> answer) {
    return (Answer.Outcome.Fetched) answer.toCompletableFuture().join().outcome();
  }

  @ParameterizedTest
  @CsvSource({"tiered,true,true", "redis,false,true", "memory,true,false", "none,false,false"})
  void mode_saysWhichTiersAreAskedAndFilled(String mode, boolean nearToo, boolean farToo) {
    Answer.Outcome.Fetched deployment =
        fetched(reads(new CachePolicy(CacheMode.of(mode).orElseThrow())).read(request("")));
    assertThat(near.asked.size() > 0).isEqualTo(nearToo);
    assertThat(far.asked.size() > 0).isEqualTo(farToo);
    assertThat(near.fills).hasSize(nearToo ? 1 : 0);
    assertThat(far.fills).hasSize(farToo ? 1 : 0);
    assertThat(deployment.stored()).isEqualTo(nearToo || farToo);
    assertThat(deployment.reason())
        .isEqualTo(mode.equals("none") ? Reason.CACHE_NONE : Reason.MISS);

    near.fills.clear();
    far.fills.clear();
    fetched(reads(new CachePolicy(CacheMode.NONE)).read(request("    cache: " + mode)));
    assertThat(near.fills).as("the query's counts more").hasSize(nearToo ? 1 : 0);
    assertThat(far.fills).hasSize(farToo ? 1 : 0);
  }

  @Test
  void switchedOff_noTierIsAskedOrFilled_andAnswersSayWhy() {
    near.says = HIT;
    far.says = HIT;
    ReadThrough reads = reads(policy);
    policy.switchAll(false);

    Answer.Outcome.Fetched off = fetched(reads.read(request("")));

    assertThat(off.reason()).isEqualTo(Reason.SWITCHED_OFF);
    assertThat(off.bypassed()).isTrue();
    assertThat(near.asked.size() + far.asked.size()).isZero();
    assertThat(near.fills).isEmpty();
    assertThat(far.fills).isEmpty();
    policy.switchAll(true);
    assertThat(reads.read(request("")).toCompletableFuture().join().outcome())
        .isInstanceOf(Answer.Outcome.Hit.class);
  }

  @Test
  void requestWhileOff_thatReturnsWhenItIsOn_fillsNothing() {
    blocking = underWay::add;
    ReadThrough reads = reads(policy);
    policy.switchAll(false);
    CompletionStage<Answer> begunOff = reads.read(request(""));
    policy.switchAll(true);

    CompletionStage<Answer> begunOn = reads.read(request(""));
    assertThat(underWay).as("it does not wait for the other's").hasSize(2);
    underWay.forEach(Runnable::run);

    assertThat(fetched(begunOff).stored()).isFalse();
    assertThat(fetched(begunOn).stored()).isTrue();
    assertThat(far.fills).hasSize(1);
  }

  /** The other one may find its answer in a cache meanwhile. */
  @Test
  void requestWhileOff_doesNotShareTheLoadOfOneFromBefore() {
    blocking = underWay::add;
    ReadThrough reads = reads(policy);
    reads.read(request(""));
    policy.switchAll(false);

    CompletionStage<Answer> off = reads.read(request(""));

    assertThat(underWay).hasSize(2);
    underWay.forEach(Runnable::run);
    assertThat(fetched(off).collapsed()).isFalse();
    assertThat(fetched(off).reason()).isEqualTo(Reason.SWITCHED_OFF);
  }

  @Test
  void oneQuery_isSwitchedByItself() {
    ReadRequest request = request("");
    policy.switchQuery("other", false);
    assertThat(policy.obstacle(request.query())).isEmpty();
    policy.switchQuery("thing", false);
    assertThat(policy.obstacle(request.query())).contains(Reason.SWITCHED_OFF);
    policy.switchAll(false);
    policy.switchAll(true);
    assertThat(policy.obstacle(request.query())).as("still").contains(Reason.SWITCHED_OFF);
    policy.switchQuery("thing", true);
    assertThat(policy.obstacle(request.query())).isEqualTo(Optional.empty());
  }
}
