package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.SHAPES;
import static io.plimsoll.core.cache.contract.Subject.content;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An answer that was stored is found as it was, until one of its tags changes or time is over. */
interface EntryContract {
  Subject subject();

  @Test
  default void lookup_afterFill_isHit() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss miss");
    assertThat(Says.of(subject.fill(query, subject.now(), "one"))).isEqualTo("stored");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
  }

  @Test
  default void hit_hasWhatWasFilled_andHowFarItIsProven() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    Admission admission = subject.admission();
    subject.fill(
        new Fill(
            query,
            admission,
            new Proof(subject.now(), INCARNATION, SHAPES),
            content("one"),
            Duration.ofHours(1),
            Duration.ofMillis(7)));
    subject.change("b");
    assertThat(subject.lookup(query))
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> {
              assertThat(hit.entry().content().etag()).isEqualTo("etag");
              assertThat(hit.entry().content().found()).isTrue();
              assertThat(hit.entry().loadMicros()).isEqualTo(7_000);
              assertThat(hit.entry().provenMicros()).isEqualTo(admission.startedMicros());
              assertThat(hit.at()).isEqualTo(subject.admission());
              assertThat(hit.at().applied()).isGreaterThan(admission.applied());
              assertThat(hit.ttl()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            });
  }

  /** As if two tuples had one digest. */
  @Test
  default void entryOfAnotherTuple_underTheSameName_isNoHit() {
    Subject subject = subject().live();
    List<String> tags = query("k", "a").tags();
    Query acme = new Query(new CacheKey("k", "4:acme"), tags, Subject.BOUND);
    Query other = new Query(new CacheKey("k", "5:other"), tags, Subject.BOUND);
    subject.fill(acme, subject.now(), "acme's");
    assertThat(Says.of(subject.lookup(other))).isEqualTo("miss miss");
    assertThat(Says.of(subject.lookup(acme))).isEqualTo("hit acme's");
    subject.fill(other, subject.now(), "other's");
    assertThat(Says.of(subject.lookup(other))).isEqualTo("hit other's");
  }

  @Test
  default void tuple_ofAnyText_isKeptAsItIs() {
    Subject subject = subject().live();
    List<String> tags = query("k", "a").tags();
    Query odd = new Query(new CacheKey("k", "9:a|b\n é😀,"), tags, Subject.BOUND);
    subject.fill(odd, subject.now(), "one");
    assertThat(Says.of(subject.lookup(odd))).isEqualTo("hit one");
  }

  @Test
  default void hit_ofAPage_tellsWhatIsBehindIt() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    byte[] body = "[1]".getBytes(StandardCharsets.UTF_8);
    for (String next : List.of("Ab-_09", "")) {
      subject.fill(
          query,
          subject.admission(),
          new Proof(subject.now(), INCARNATION, SHAPES),
          new Content(true, "etag+", body, next));
      assertThat(subject.lookup(query))
          .isInstanceOfSatisfying(
              Lookup.Hit.class,
              hit -> {
                assertThat(hit.entry().content().next()).isEqualTo(next);
                assertThat(hit.entry().content().etag()).isEqualTo("etag+");
                assertThat(hit.entry().content().body()).isEqualTo(body);
              });
    }
  }

  @Test
  default void hit_ofNoRow_isAnAnswerToo() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    subject.fill(
        query,
        subject.admission(),
        new Proof(subject.now(), INCARNATION, SHAPES),
        new Content(false, "none", new byte[0]));
    assertThat(subject.lookup(query))
        .isInstanceOfSatisfying(
            Lookup.Hit.class,
            hit -> {
              assertThat(hit.entry().content().found()).isFalse();
              assertThat(hit.entry().content().body()).isEmpty();
            });
    subject.change("a"); // The row is inserted.
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss invalidated");
  }

  @Test
  default void body_ofAMegabyteOfAnyBytes_isFoundAsItWas() {
    Subject subject = subject().live();
    byte[] body = new byte[1 << 20];
    new Random(7).nextBytes(body);
    Query query = query("k", "a");
    subject.fill(
        query,
        subject.admission(),
        new Proof(subject.now(), INCARNATION, SHAPES),
        new Content(true, "large", body));
    assertThat(subject.lookup(query))
        .isInstanceOfSatisfying(
            Lookup.Hit.class, hit -> assertThat(hit.entry().content().body()).isEqualTo(body));
  }

  @Test
  default void hit_survivesChangesOfOtherTags() {
    Subject subject = subject().live();
    Query query = query("k", "a", "b");
    subject.fill(query, subject.now(), "one");
    subject.change("c");
    subject.change();
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
  }

  @Test
  default void entry_withAnyNumberOfTags_endsWithEachOfThem() {
    Subject subject = subject().live();
    for (int count : new int[] {1, 2, 7, 50}) {
      String[] tags = IntStream.range(0, count).mapToObj(i -> "tag" + i).toArray(String[]::new);
      for (String tag : tags) {
        Query query = query("k" + count, tags);
        subject.fill(query, subject.now(), "one");
        assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
        subject.change(tag);
        assertThat(Says.of(subject.lookup(query))).as(tag).isEqualTo("miss invalidated");
      }
    }
  }

  @Test
  default void entries_ofOneTag_shareItsGeneration() {
    Subject subject = subject().live();
    subject.fill(query("k1", "a"), subject.now(), "one");
    subject.fill(query("k2", "a"), subject.now(), "two");
    assertThat(Says.of(subject.lookup(query("k1", "a")))).isEqualTo("hit one");
    assertThat(Says.of(subject.lookup(query("k2", "a")))).isEqualTo("hit two");
  }

  @Test
  default void entry_whoseTagHasEnded_staysSo_whenAnotherIsFilledUnderTheTag() {
    Subject subject = subject().live();
    subject.fill(query("k1", "a"), subject.now(), "one");
    subject.change("a");
    subject.fill(query("k2", "a"), subject.now(), "two");
    assertThat(Says.of(subject.lookup(query("k1", "a")))).isEqualTo("miss invalidated");
    assertThat(Says.of(subject.lookup(query("k2", "a")))).isEqualTo("hit two");
  }

  @Test
  default void entry_whoseTimeIsOver_isMiss() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    subject.fill(
        new Fill(
            query,
            subject.admission(),
            new Proof(subject.now(), INCARNATION, SHAPES),
            content("one"),
            Duration.ofSeconds(2),
            Duration.ZERO));
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
    subject.pass(Duration.ofMillis(2_500));
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss miss");
  }

  @Test
  default void changes_ofThousandsOfTags_endAllOfThem() {
    Subject subject = subject().live();
    String[] tags = IntStream.range(0, 2_500).mapToObj(i -> "tag" + i).toArray(String[]::new);
    for (String tag : tags) {
      subject.fill(query("k" + tag, tag), subject.now(), "one");
    }
    subject.change(tags);
    for (String tag : tags) {
      assertThat(Says.of(subject.lookup(query("k" + tag, tag))))
          .as(tag)
          .isEqualTo("miss invalidated");
    }
  }
}
