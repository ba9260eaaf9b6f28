package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.get;
import static io.plimsoll.core.cache.contract.Subject.mark;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import org.junit.jupiter.api.Test;

/** A change that was foretold ends and forbids, admits nothing, and comes again by the stream. */
interface ForetellContract {
  Subject subject();

  private static boolean foretell(Subject subject, long xid, String... tags) {
    return get(subject.cache().foretell(INCARNATION, Subject.change(xid, tags)));
  }

  @Test
  default void foretold_endsWhatItsTagsHold_andNothingElse() {
    Subject subject = subject().live();
    subject.fill(query("k", "a"), subject.now(), "one");
    subject.fill(query("other", "b"), subject.now(), "two");
    assertThat(foretell(subject, subject.begin(), "a", "c")).isTrue();
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("miss invalidated");
    assertThat(Says.of(subject.lookup(query("other", "b")))).isEqualTo("hit two");
  }

  @Test
  default void whatDoesNotSeeIt_isNotStored() {
    Subject subject = subject().live();
    long xid = subject.begin();
    foretell(subject, xid, "a");
    Query query = query("k", "a");
    assertThat(Says.of(subject.fill(query, subject.running(xid), "old"))).isEqualTo("refused mark");
    Stamp before = new Stamp.UpTo(new Lsn(mark(xid).commitEnd().value() - 1));
    assertThat(Says.of(subject.fill(query, before, "old"))).isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("other", "b"), subject.running(xid), "other")))
        .isEqualTo("stored");
    assertThat(Says.of(subject.fill(query, new Stamp.UpTo(mark(xid).commitEnd()), "copy")))
        .isEqualTo("stored");
    assertThat(Says.of(subject.fill(query, subject.now(), "new"))).isEqualTo("stored");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("hit new");
  }

  @Test
  default void nothingMoves_butTheNewestMark() {
    Subject subject = subject().live();
    Control before = get(subject.cache().control()).orElseThrow();
    long xid = subject.begin();
    foretell(subject, xid, "a");
    assertThat(get(subject.cache().control()))
        .contains(
            new Control(
                before.epoch(),
                before.incarnation(),
                before.position(),
                before.applied(),
                before.watermark(),
                before.floor(),
                mark(xid),
                before.shapes()));
  }

  @Test
  default void streamBringsItAgain_whereItStood() {
    Subject subject = subject().live();
    long xid = subject.begin();
    foretell(subject, xid, "a");
    subject.fill(query("k", "a"), subject.now(), "new");
    subject.commit(xid, "a");
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("miss invalidated");
    assertThat(Says.of(subject.fill(query("k", "a"), subject.now(), "new"))).isEqualTo("stored");
  }

  @Test
  default void elderThanWhatIsKnown_lowersNothing() {
    Subject subject = subject().live();
    long elder = subject.begin();
    long newer = subject.change("a");
    foretell(subject, elder, "a");
    assertThat(get(subject.cache().control()).orElseThrow().newest()).isEqualTo(mark(newer));
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(newer), "old")))
        .isEqualTo("refused mark");
  }

  @Test
  default void ofAnotherHistory_orWithoutControl_isNotTaken() {
    Subject subject = subject();
    assertThat(foretell(subject, 1, "a")).isFalse();
    subject.live();
    subject.fill(query("k", "a"), subject.now(), "one");
    Incarnation other = new Incarnation("another");
    assertThat(get(subject.cache().foretell(other, Subject.change(subject.begin(), "a"))))
        .isFalse();
    assertThat(Says.of(subject.lookup(query("k", "a")))).isEqualTo("hit one");
  }
}
