package io.plimsoll.core.cache.redis;

import static io.plimsoll.core.cache.redis.Keys.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.TestTime;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.WatermarkGuard;
import io.plimsoll.core.cache.contract.Says;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between the two looks of a lookup. */
final class LookupDecisionTest {
  private static final Incarnation INCARNATION = new Incarnation("i1");
  private static final String EPOCH = "00000000000000e1";
  private static final Query QUERY =
      new Query(new CacheKey("k"), List.of("a"), Duration.ofMinutes(10));

  private final TestTime time = new TestTime();
  private LookupDecision decision = decision();
  private final List<String> asked = new ArrayList<>();
  private final Content content = new Content(true, "etag", bytes("one"));

  private LookupDecision decision() {
    return new LookupDecision(time.clock(), new WatermarkGuard(time.clock()));
  }

  private String control(String epoch, long beat) {
    long started = time.clock().now().orElseThrow() - 1_000_000 + beat;
    Mark mark = new Mark(new Xid(beat), new Lsn(beat));
    return ControlCodec.encode(
        new Control(
            epoch,
            INCARNATION,
            new Position("topic", 1),
            mark.commitEnd(),
            new Watermark(started, mark.commitEnd(), mark.xid()),
            mark,
            mark,
            "00000000000000aa"));
  }

  private String entry(String generations, String... captured) {
    Fill fill =
        new Fill(
            QUERY,
            List.of(captured),
            new Admission(EPOCH, INCARNATION, Lsn.NONE, 0, "00000000000000aa"),
            new Proof(new Stamp.UpTo(new Lsn(1)), INCARNATION, "00000000000000aa"),
            content,
            Duration.ofHours(1),
            Duration.ZERO);
    String stored = ControlCodec.hex(time.clock().now().orElseThrow());
    return EPOCH + "|" + stored + "|" + EntryCodec.sentFields(fill) + generations + "|\none";
  }

  /** Values as Redis gives them; nothing is an absent one. */
  private static List<byte @Nullable []> values(String... texts) {
    List<byte @Nullable []> values = new ArrayList<>();
    for (String text : texts) {
      values.add(text.isEmpty() ? null : bytes(text));
    }
    return values;
  }

  /** A watermark that was not seen to move has no age: the looks' first one has moved. */
  @BeforeEach
  void beginAnew() {
    decision = decision();
    decision.look(QUERY, (entry, tags) -> done(values(control(EPOCH, 1), "", "")));
  }

  @SafeVarargs
  private Lookup look(List<byte @Nullable []>... looks) {
    asked.clear();
    return decision
        .look(
            QUERY,
            (entry, tags) -> {
              asked.add((entry.isEmpty() ? "-" : entry.getFirst().value()) + tags);
              return done(looks[asked.size() - 1]);
            })
        .toCompletableFuture()
        .join();
  }

  private static CompletionStage<List<byte @Nullable []>> done(List<byte @Nullable []> values) {
    return CompletableFuture.completedStage(values);
  }

  private List<byte @Nullable []> first() {
    return values(control(EPOCH, 2), entry("g1,g2,g3", "b", "c"), "g1");
  }

  @Test
  void entry_withoutCapturedTags_isDecidedOnByOneLook() {
    assertThat(Says.of(look(values(control(EPOCH, 2), entry("g1"), "g1")))).isEqualTo("hit one");
    assertThat(asked).containsExactly("k[a]");
  }

  @Test
  void entry_withCapturedTags_isAskedForNoMore_butForAllItsTags() {
    String again = control(EPOCH, 3);
    assertThat(Says.of(look(first(), values(again, "g1", "g2", "g3")))).isEqualTo("hit one");
    assertThat(asked).containsExactly("k[a]", "-[a, b, c]");
  }

  @Test
  void entry_whoseTagByTheKeyHasEnded_isDecidedOnByOneLook() {
    List<byte @Nullable []> ended = values(control(EPOCH, 2), entry("g1,g2,g3", "b", "c"), "g9");
    assertThat(Says.of(look(ended))).isEqualTo("miss invalidated");
    assertThat(asked).hasSize(1);
  }

  @Test
  void change_betweenTheLooks_ofAnyTag_isSeen() {
    String again = control(EPOCH, 3);
    assertThat(Says.of(look(first(), values(again, "g9", "g2", "g3"))))
        .isEqualTo("miss invalidated");
    beginAnew();
    assertThat(Says.of(look(first(), values(again, "g1", "g2", "g9"))))
        .isEqualTo("miss invalidated");
    beginAnew();
    assertThat(Says.of(look(first(), values(again, "g1", "", "g3")))).isEqualTo("miss invalidated");
  }

  @Test
  void epoch_thatBeginsBetweenTheLooks_isSeen() {
    String other = control("00000000000000e2", 3);
    assertThat(Says.of(look(first(), values(other, "g1", "g2", "g3")))).isEqualTo("miss epoch");
    beginAnew();
    assertThat(Says.of(look(first(), values("", "", "", "")))).isEqualTo("bypass no-control");
  }

  private Lookup lookOnce(String generations, String... values) {
    List<String> all = new ArrayList<>(List.of(control(EPOCH, 4), entry(generations, "b", "c")));
    all.addAll(List.of(values));
    return look(values(all.toArray(String[]::new)));
  }

  private void lookTwice() {
    look(first(), values(control(EPOCH, 3), "g1", "g2", "g3"));
    assertThat(asked).hasSize(2);
  }

  @Test
  void capturedTagsThatAKeyHadBefore_areAskedForAtOnce() {
    lookTwice();
    assertThat(lookOnce("g1,g2,g3", "g1", "g2", "g3"))
        .isInstanceOfSatisfying(
            Lookup.Hit.class, hit -> assertThat(hit.at().applied()).isEqualTo(new Lsn(4)));
    assertThat(asked).containsExactly("k[a, b, c]");
    assertThat(Says.of(lookOnce("g1,g2,g3", "g1", "g2", "g9"))).isEqualTo("miss invalidated");
    assertThat(Says.of(lookOnce("g1,g2,g3", "g1", "", "g3"))).isEqualTo("miss invalidated");
    assertThat(Says.of(lookOnce("g1,g2,g3", "g9", "g2", "g3"))).isEqualTo("miss invalidated");
    assertThat(asked).hasSize(1);
  }

  @Test
  void otherCapturedTagsThanBefore_areAskedFor_andExpectedThen() {
    lookTwice();
    String other = entry("g1,g3,g4", "c", "d");
    List<byte @Nullable []> again = values(control(EPOCH, 5), "g1", "g3", "g4");
    assertThat(Says.of(look(values(control(EPOCH, 4), other, "g1", "g3", "g4"), again)))
        .isEqualTo("hit one");
    assertThat(asked).containsExactly("k[a, b, c]", "-[a, c, d]");
    look(values(control(EPOCH, 6), other, "g1", "g3", "g4"));
    assertThat(asked).containsExactly("k[a, c, d]");
  }

  @Test
  void entryWithoutTheCapturedTagsOfBefore_isDecidedOnByItsOwn() {
    lookTwice();
    assertThat(Says.of(look(values(control(EPOCH, 4), entry("g1"), "g1", "", "g9"))))
        .isEqualTo("hit one");
    assertThat(Says.of(look(values(control(EPOCH, 4), "", "g1", "g2", "g3"))))
        .isEqualTo("miss miss");
  }

  @Test
  void hit_isProvenUpToTheSecondLook() {
    List<byte @Nullable []> again = values(control(EPOCH, 3), "g1", "g2", "g3");
    assertThat(look(first(), again))
        .isInstanceOfSatisfying(
            Lookup.Hit.class, hit -> assertThat(hit.at().applied()).isEqualTo(new Lsn(3)));
  }

  private static final Query OTHER =
      new Query(new CacheKey("o"), List.of("z", "a"), Duration.ofMinutes(10));

  @SafeVarargs
  private List<String> lookAll(List<byte @Nullable []>... looks) {
    return lookAll(List.of(QUERY, OTHER), looks);
  }

  @SafeVarargs
  private List<String> lookAll(List<Query> queries, List<byte @Nullable []>... looks) {
    asked.clear();
    return decision
        .lookAll(
            queries,
            (entries, tags) -> {
              asked.add(entries + "" + tags);
              return done(looks[asked.size() - 1]);
            })
        .stream()
        .map(lookup -> Says.of(lookup.toCompletableFuture().join()))
        .toList();
  }

  @Test
  void several_areDecidedOnByOneLook_thatAsksForEachTagOnce() {
    List<byte @Nullable []> all =
        values(control(EPOCH, 2), entry("g1"), entry("g8,g1"), "g1", "g8");
    assertThat(lookAll(all)).as("o has two tags").containsExactly("hit one", "hit one");
    assertThat(asked).containsExactly("[k, o][a, z]");
    assertThat(lookAll(values(control(EPOCH, 2), entry("g1"), entry("g8,g1"), "g1", "g9")))
        .containsExactly("hit one", "miss invalidated");
    assertThat(lookAll(values(control(EPOCH, 2), "", entry("g8,g1"), "g1", "g8")))
        .containsExactly("miss miss", "hit one");
  }

  @Test
  void several_areLookedAtAgain_ifTheyHaveCapturedTags_andSeeAChangeBetweenTheLooks() {
    List<byte @Nullable []> all =
        values(control(EPOCH, 2), entry("g1,g2", "b"), entry("g8,g1"), "g1", "g8");
    assertThat(lookAll(all, values(control(EPOCH, 3), "g1", "g2")))
        .containsExactly("hit one", "hit one");
    assertThat(asked).containsExactly("[k, o][a, z]", "[][a, b]");
    beginAnew();
    assertThat(lookAll(all, values(control(EPOCH, 3), "g1", "g9")))
        .containsExactly("miss invalidated", "hit one");
    beginAnew();
    assertThat(lookAll(all, values(control("00000000000000e2", 3), "g1", "g2")))
        .as("the other one was decided on at the first look")
        .containsExactly("miss epoch", "hit one");
  }

  @Test
  void several_areDecidedOnByOneLook_ifTheyHaveTheCapturedTagsOfBefore() {
    lookTwice();
    String captured = entry("g1,g2,g3", "b", "c");
    String control = control(EPOCH, 4);
    assertThat(lookAll(values(control, captured, entry("g8,g1"), "g1", "g2", "g3", "g8")))
        .containsExactly("hit one", "hit one");
    assertThat(asked).containsExactly("[k, o][a, b, c, z]");
    assertThat(lookAll(values(control, captured, entry("g8,g1"), "g1", "g2", "g9", "g8")))
        .containsExactly("miss invalidated", "hit one");
  }

  @Test
  void severalOfOneKey_areOneQuestion_andEachIsDecidedOnByWhatItWants() {
    Query strict = new Query(QUERY.key(), QUERY.tags(), Duration.ofNanos(1));
    Query after = QUERY.after(new Token(new Mark(new Xid(9), new Lsn(9)), INCARNATION));
    assertThat(
            lookAll(
                List.of(QUERY, strict, after, QUERY), values(control(EPOCH, 2), entry("g1"), "g1")))
        .containsExactly("hit one", "bypass stale-watermark", "miss token", "hit one");
    assertThat(asked).containsExactly("[k][a]");
  }

  @Test
  void whoNeedsNoSecondLook_doesNotWaitForIt_norFailsWithIt() {
    CompletableFuture<List<byte @Nullable []>> again = new CompletableFuture<>();
    List<byte @Nullable []> all =
        values(control(EPOCH, 2), entry("g1,g2", "b"), entry("g8,g1"), "g1", "g8");
    List<CompletionStage<Lookup>> lookups =
        decision.lookAll(
            List.of(QUERY, OTHER), (entries, tags) -> entries.isEmpty() ? again : done(all));
    assertThat(lookups.getFirst()).isNotCompleted();
    assertThat(Says.of(lookups.getLast().toCompletableFuture().join())).isEqualTo("hit one");
    again.completeExceptionally(new IllegalStateException("away"));
    assertThat(lookups.getFirst()).isCompletedExceptionally();
  }

  @Test
  void damagedEntry_failsThoseWhoAskForIt_andNobodyElse() {
    List<byte @Nullable []> all = values(control(EPOCH, 2), "damaged", entry("g8,g1"), "g1", "g8");
    List<CompletionStage<Lookup>> lookups =
        decision.lookAll(List.of(QUERY, OTHER, QUERY), (entries, tags) -> done(all));
    assertThat(lookups.get(0)).isCompletedExceptionally();
    assertThat(Says.of(lookups.get(1).toCompletableFuture().join())).isEqualTo("hit one");
    assertThat(lookups.get(2)).isCompletedExceptionally();
  }

  @Test
  void severalOfOneKey_withOtherTags_areDecidedOnByTheirOwn() {
    Query planned = new Query(QUERY.key(), List.of("a", "b"), QUERY.bound());
    assertThat(
            lookAll(
                List.of(QUERY, planned),
                values(control(EPOCH, 2), entry("g1"), entry("g1"), "g1", "g2")))
        .containsExactly("hit one", "miss invalidated");
  }

  @Test
  void entry_withAnotherNumberOfGenerationsThanTags_isNoHit() {
    assertThat(Says.of(look(values(control(EPOCH, 2), entry("g1,g2"), "g1"))))
        .isEqualTo("miss invalidated");
    assertThat(Says.of(look(values(control(EPOCH, 2), entry("g1", "b"), "g1"))))
        .isEqualTo("miss invalidated");
    assertThat(asked).hasSize(1);
  }
}
