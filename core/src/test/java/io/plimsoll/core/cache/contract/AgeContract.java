package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.BOUND;
import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.SHAPES;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Stale;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Token;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How old an answer may be: bound, grace and token. */
interface AgeContract {
  Subject subject();

  @Test
  default void lookup_withoutAWatermark_bypasses() {
    Subject subject = subject();
    subject.open(INCARNATION, SHAPES);
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("bypass stale-watermark");
  }

  @Test
  default void watermark_thatWasNotSeenToMove_hasNoAge() {
    Subject subject = subject();
    subject.open(INCARNATION, SHAPES);
    subject.beat();
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("bypass stale-watermark");
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("bypass stale-watermark");
    subject.beat();
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("miss miss");
  }

  @Test
  default void watermark_olderThanTheBound_bypasses_untilTheNextHeartbeat() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.beat(BOUND, Optional.empty());
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("bypass stale-watermark");
    subject.beat();
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("hit one");
  }

  @Test
  default void bound_isTheQuerys_andTheHitTellsItsAge() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.beat(Duration.ofMinutes(5), Optional.empty());
    assertThat(subject.lookup(bounded(Duration.ofMinutes(4)))).isInstanceOf(Lookup.Bypass.class);
    assertThat(subject.lookup(bounded(Duration.ofMinutes(6))))
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> assertThat(hit.age()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6)));
  }

  @Test
  default void watermark_agesWithTime() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.pass(Duration.ofSeconds(2));
    assertThat(subject.lookup(query("k", "a")))
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> assertThat(hit.age()).isGreaterThanOrEqualTo(Duration.ofSeconds(2)));
  }

  private static Query bounded(Duration bound) {
    return new Query(new CacheKey("k"), List.of("a"), bound);
  }

  private static Query graced(Duration grace) {
    return new Query(new CacheKey("k"), List.of("a"), BOUND, grace, Optional.empty());
  }

  @Test
  default void entry_thatWasReplaced_isOfferedAsStaleOnlyWithinGrace() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.change("a");
    assertThat(Says.of(subject.lookup(graced(Duration.ZERO)))).isEqualTo("miss invalidated");
    assertThat(subject.lookup(graced(Duration.ofMinutes(1))))
        .isInstanceOfSatisfying(
            Lookup.Miss.class, miss -> assertStale(miss.stale(), Duration.ofMinutes(1)));
  }

  @Test
  default void entry_whenNothingWasHeardForLongerThanTheBound_isOfferedAsStaleOnlyWithinGrace() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.beat(BOUND.plusMinutes(5), Optional.empty());
    assertThat(Says.of(subject.lookup(graced(Duration.ZERO)))).isEqualTo("bypass stale-watermark");
    assertThat(Says.of(subject.lookup(graced(Duration.ofMinutes(4)))))
        .isEqualTo("bypass stale-watermark");
    assertThat(subject.lookup(graced(Duration.ofMinutes(6))))
        .isInstanceOfSatisfying(
            Lookup.Bypass.class, bypass -> assertStale(bypass.stale(), BOUND.plusMinutes(6)));
  }

  @Test
  default void entry_replacedAndThenNothingHeard_isNotOffered() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.change("a");
    subject.beat(BOUND.plusMinutes(5), Optional.empty());
    assertThat(Says.of(subject.lookup(graced(Duration.ofMinutes(6)))))
        .isEqualTo("bypass stale-watermark");
  }

  @Test
  default void entry_ofAnotherEpoch_isNotOfferedAsStale() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.live();
    assertThat(Says.of(subject.lookup(graced(Duration.ofHours(1)))))
        .doesNotContain("stale")
        .startsWith("miss");
  }

  private static void assertStale(Optional<Stale> stale, Duration most) {
    assertThat(stale).isPresent();
    assertThat(stale.orElseThrow().entry().content().body()).asString().isEqualTo("one");
    assertThat(stale.orElseThrow().age()).isPositive().isLessThanOrEqualTo(most);
  }

  @Test
  default void token_ofAWriteThatTheEntrysReadSaw_isAHit() {
    Subject subject = subject().live();
    long written = subject.begin(); // Not decoded yet.
    subject.fill(query("k", "a"), subject.now(), "one");
    assertThat(Says.of(subject.lookup(after(written)))).isEqualTo("hit one");
  }

  @Test
  default void token_ofAWriteThatTheEntrysReadDidNotSee_isAMissUntilItHasBeenApplied() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    long written = subject.begin();
    assertThat(Says.of(subject.lookup(after(written)))).isEqualTo("miss token");
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("hit one");
    subject.commit(written, "b");
    assertThat(Says.of(subject.lookup(after(written)))).isEqualTo("hit one");
  }

  @Test
  default void token_ofAWriteBeforeAHeartbeat_isAHit() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    long written = subject.begin(); // It changed nothing that the stream carries.
    subject.beat();
    assertThat(Says.of(subject.lookup(after(written)))).isEqualTo("hit one");
  }

  @Test
  default void token_whoseEndIsNotKnown_isShownOnlyByTheReadItself() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    long written = subject.begin();
    Query after =
        query("k", "a").after(new Token(new Mark(new Xid(written), Lsn.MAX), INCARNATION));
    subject.beat();
    assertThat(Says.of(subject.lookup(after))).isEqualTo("miss token");
    subject.fill(query("k", "a"), subject.now(), "two");
    assertThat(Says.of(subject.lookup(after))).isEqualTo("hit two");
  }

  @Test
  default void token_ofAnotherIncarnation_isNeverShown() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    Token foreign = new Token(Subject.mark(Subject.FIRST_XID), new Incarnation("i0"));
    assertThat(Says.of(subject.lookup(query("k", "a").after(foreign)))).isEqualTo("miss token");
  }

  private static Query after(long xid) {
    return query("k", "a").after(new Token(Subject.mark(xid), INCARNATION));
  }
}
