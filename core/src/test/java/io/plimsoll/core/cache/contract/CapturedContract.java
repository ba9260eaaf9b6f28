package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.BOUND;
import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tags that are known only once an answer has been read. */
interface CapturedContract {
  Subject subject();

  @Test
  default void entry_withCapturedTags_endsWithEachOfThem_andWithTheQuerys() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    for (String tag : List.of("a", "c1", "c2")) {
      subject.fill(query, List.of("c1", "c2"), subject.now(), "one");
      subject.change("b");
      assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
      subject.change(tag);
      assertThat(Says.of(subject.lookup(query))).as(tag).isEqualTo("miss invalidated");
    }
  }

  @Test
  default void hit_namesTheCapturedTags_whateverTheyAreCalled() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    List<String> names =
        List.of(
            "#QUJDREVGR0hJSktMTU5PUA",
            "public.my,tab|le*",
            "public.%2C{a,b|c}!",
            "public.new\nline\r\0*",
            "öffentlich.日本 𝄞*",
            " ",
            ",",
            "||");
    subject.fill(query, names, subject.now(), "one|\n,two");
    assertThat(captured(subject, query)).isEqualTo(names);
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one|\n,two");
    for (String name : names) {
      subject.change(name);
      assertThat(Says.of(subject.lookup(query))).as(name).isEqualTo("miss invalidated");
      subject.fill(query, names, subject.now(), "one|\n,two");
    }
  }

  private static List<String> captured(Subject subject, Query query) {
    return subject.lookup(query) instanceof Lookup.Hit hit
        ? hit.entry().captured()
        : List.of("no hit");
  }

  @Test
  default void hit_ofAnEntryWithoutCapturedTags_namesNone() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    assertThat(captured(subject, query("k", "a"))).isEmpty();
  }

  @Test
  default void captured_thatAreDoubledOrTheQuerysToo_areOneTagEach() {
    Subject subject = subject().live();
    Query query = query("k", "a", "b");
    subject.fill(query, List.of("c", "b", "c"), subject.now(), "one");
    assertThat(captured(subject, query)).containsExactly("c");
    subject.change("c");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss invalidated");
  }

  @Test
  default void fill_whoseReadDoesNotSeeAMarkOfACapturedTag_isRefused() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    long xid = subject.change("c"); // Decoded, not visible yet.
    assertThat(Says.of(subject.fill(query, List.of("b", "c"), subject.running(xid), "old")))
        .isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query, List.of("b"), subject.running(xid), "other")))
        .isEqualTo("stored");
    assertThat(Says.of(subject.fill(query, List.of("b", "c"), subject.now(), "new")))
        .isEqualTo("stored");
  }

  @Test
  default void fill_withOtherCapturedTags_endsWithThoseOnly() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    subject.fill(query, List.of("before", "both"), subject.now(), "one");
    subject.fill(query, List.of("both", "behind"), subject.now(), "two");
    subject.change("before");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit two");
    assertThat(captured(subject, query)).containsExactly("both", "behind");
    subject.change("behind");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss invalidated");
    subject.fill(query, subject.now(), "three");
    subject.change("both", "behind");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit three");
  }

  @Test
  default void captured_thatAreManyHundreds_eachEndTheEntry() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    List<String> many = IntStream.range(0, 2_000).mapToObj(i -> "#captured" + i).toList();
    for (int i : new int[] {0, 1, 999, 1_999}) {
      subject.fill(query, many, subject.now(), "one");
      assertThat(captured(subject, query)).isEqualTo(many);
      subject.change(many.get(i));
      assertThat(Says.of(subject.lookup(query))).isEqualTo("miss invalidated");
    }
  }

  @Test
  default void captured_areSharedWithEntriesThatHaveThemByTheirKey() {
    Subject subject = subject().live();
    subject.fill(query("k1", "a"), List.of("b"), subject.now(), "one");
    subject.fill(query("k2", "b"), subject.now(), "two");
    assertThat(Says.of(subject.lookup(query("k1", "a")))).isEqualTo("hit one");
    assertThat(Says.of(subject.lookup(query("k2", "b")))).isEqualTo("hit two");
    subject.change("b");
    assertThat(Says.of(subject.lookup(query("k1", "a")))).isEqualTo("miss invalidated");
    assertThat(Says.of(subject.lookup(query("k2", "b")))).isEqualTo("miss invalidated");
  }

  @Test
  default void entry_whoseCapturedTagHasEnded_isOfferedAsStaleOnlyWithinGrace() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), List.of("c"), subject.now(), "one");
    subject.change("c");
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("miss invalidated");
    assertThat(Says.of(subject.lookup(graced()))).isEqualTo("miss invalidated with stale");
  }

  @Test
  default void entry_whenNothingWasHeardForLongerThanTheBound_isOffered_unlessItsTagHadEnded() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), List.of("c"), subject.now(), "one");
    subject.beat(BOUND.plusMinutes(5), Optional.empty());
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("bypass stale-watermark");
    assertThat(Says.of(subject.lookup(graced()))).isEqualTo("bypass stale-watermark with stale");
    subject.change("c");
    assertThat(Says.of(subject.lookup(graced()))).isEqualTo("bypass stale-watermark");
  }

  private static Query graced() {
    return new Query(
        new CacheKey("k"), List.of("a"), BOUND, Duration.ofMinutes(6), Optional.empty());
  }

  @Test
  default void token_ofAWrite_isShownByAnEntryWithCapturedTagsToo() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), List.of("c"), subject.now(), "one");
    long written = subject.begin();
    Query after = query("k", "a").after(new Token(Subject.mark(written), INCARNATION));
    assertThat(Says.of(subject.lookup(after))).isEqualTo("miss token");
    subject.commit(written, "b");
    assertThat(Says.of(subject.lookup(after))).isEqualTo("hit one");
  }

  @Test
  default void entry_withCapturedTagsOfAnotherEpoch_isMiss() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), List.of("c"), subject.now(), "one");
    subject.live();
    assertThat(Says.of(subject.lookup(query("k", "a")))).startsWith("miss");
  }
}
