package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.SHAPES;
import static io.plimsoll.core.cache.contract.Subject.content;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer is stored only with proof that it is not older than what has been applied. */
interface FillContract {
  Subject subject();

  @Test
  default void fill_whoseReadDoesNotSeeAMark_isRefused() {
    Subject subject = subject().live();
    Query query = query("k", "a", "b");
    long xid = subject.change("b"); // Decoded, not visible yet.
    assertThat(Says.of(subject.fill(query, subject.running(xid), "old"))).isEqualTo("refused mark");
    assertThat(Says.of(subject.lookup(query))).isEqualTo("miss miss");
    assertThat(Says.of(subject.fill(query, subject.now(), "new"))).isEqualTo("stored");
  }

  @Test
  default void fill_whoseReadBeganBeforeTheMarksTransaction_isRefused() {
    Subject subject = subject().live();
    Stamp before = subject.now();
    subject.change("a");
    assertThat(Says.of(subject.fill(query("k", "a"), before, "old"))).isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("k", "b"), before, "other"))).isEqualTo("stored");
  }

  @Test
  default void marks_areASet_inWhateverOrderCommitsBecomeVisible() {
    Subject subject = subject().live();
    long one = subject.begin();
    long two = subject.begin();
    long three = subject.begin();
    subject.commit(two, "a");
    subject.commit(one, "a");
    subject.commit(three, "a");
    for (long unseen : new long[] {one, two, three}) {
      assertThat(Says.of(subject.fill(query("k", "a"), subject.running(unseen), "old")))
          .as("all but %d are visible", unseen)
          .isEqualTo("refused mark");
    }
    assertThat(Says.of(subject.fill(query("k", "a"), subject.now(), "new"))).isEqualTo("stored");
  }

  @Test
  default void marks_beyondAStripesCapacity_foldIntoOneThatXminMustExceed() {
    Subject subject = subject().live();
    long first = subject.begin();
    List<Batch.Change> changes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      changes.add(Subject.change(subject.begin(), "a"));
    }
    subject.changes(changes);
    // The first transaction changed nothing, but what has been folded cannot be told apart from it.
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(first), "?")))
        .isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("k", "b"), subject.running(first), "?")))
        .isEqualTo("stored");
    long lastFolded = first + 300 - 128;
    assertThat(Says.of(subject.fill(query("k", "a"), nothingAfter(lastFolded), "?")))
        .isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("k", "a"), subject.now(), "new"))).isEqualTo("stored");
  }

  private static Stamp nothingAfter(long xid) {
    return new Stamp.Primary(new Xid(xid + 1), new Xid(xid + 1), List.of());
  }

  @Test
  default void marks_withinAStripesCapacity_doNotFold() {
    Subject subject = subject().live();
    long first = subject.begin();
    List<Batch.Change> changes = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      changes.add(Subject.change(subject.begin(), "a"));
    }
    subject.changes(changes);
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(first), "one")))
        .isEqualTo("stored");
  }

  @Test
  default void fill_ofAReadUpToALogPosition_mustReachTheMark() {
    Subject subject = subject().live();
    Lsn end = Subject.mark(subject.change("a")).commitEnd();
    Stamp before = new Stamp.UpTo(new Lsn(end.value() - 1));
    assertThat(Says.of(subject.fill(query("k", "a"), before, "old"))).isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("k", "a"), new Stamp.UpTo(end), "new")))
        .isEqualTo("stored");
  }

  @Test
  default void fill_ofAReadUpToALogPosition_mustReachWhatHasBeenFolded() {
    Subject subject = subject().live();
    long late = subject.begin(); // Its commit is the first of all, and the last in the log.
    List<Batch.Change> changes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      changes.add(Subject.change(subject.begin(), "a"));
    }
    Lsn end = new Lsn(10 * subject.begin());
    changes.addFirst(new Batch.Change(new Mark(new Xid(late), end), List.of("a")));
    subject.changes(changes);
    Stamp before = new Stamp.UpTo(new Lsn(end.value() - 1));
    assertThat(Says.of(subject.fill(query("k", "a"), before, "old"))).isEqualTo("refused mark");
    assertThat(Says.of(subject.fill(query("k", "a"), new Stamp.UpTo(end), "new")))
        .isEqualTo("stored");
  }

  @Test
  default void floor_isPendingAfterAGap_andAdmitsNothing() {
    Subject subject = subject();
    subject.open(INCARNATION, SHAPES);
    subject.beat();
    assertThat(Says.of(subject.fill(query("k", "a"), subject.now(), "one")))
        .isEqualTo("refused floor");
    assertThat(Says.of(subject.fill(query("k", "a"), new Stamp.UpTo(new Lsn(1L << 62)), "one")))
        .isEqualTo("refused floor");
  }

  @Test
  default void floor_mustBeSeenByARead_withAllBeforeIt() {
    Subject subject = subject();
    subject.open(INCARNATION, SHAPES);
    long before = subject.begin();
    long floor = subject.begin();
    subject.begin();
    subject.beat(Duration.ZERO, Optional.of(Subject.mark(floor)));
    Lsn end = Subject.mark(floor).commitEnd();
    Query query = query("k", "a");
    assertThat(Says.of(subject.fill(query, subject.running(before), "")))
        .isEqualTo("refused floor");
    assertThat(Says.of(subject.fill(query, subject.running(floor), ""))).isEqualTo("refused floor");
    assertThat(Says.of(subject.fill(query, subject.running(floor + 1), ""))).isEqualTo("stored");
    assertThat(Says.of(subject.fill(query, new Stamp.UpTo(new Lsn(end.value() - 1)), "")))
        .isEqualTo("refused floor");
    assertThat(Says.of(subject.fill(query, new Stamp.UpTo(end), ""))).isEqualTo("stored");
  }

  @Test
  default void fill_admittedInAnotherEpoch_isRefused() {
    Subject subject = subject().live();
    Admission before = subject.admission();
    subject.live();
    assertThat(Says.of(fill(subject, before, INCARNATION, SHAPES))).isEqualTo("refused epoch");
  }

  @Test
  default void incarnation_mustBeTheSameBeforeTheReadInItAndNow() {
    Subject subject = subject().live();
    Incarnation other = new Incarnation("i2");
    Admission now = subject.admission();
    Admission otherThen =
        new Admission(now.epoch(), other, now.applied(), now.startedMicros(), now.shapes());
    assertThat(Says.of(fill(subject, now, other, SHAPES))).isEqualTo("refused incarnation");
    assertThat(Says.of(fill(subject, otherThen, INCARNATION, SHAPES)))
        .isEqualTo("refused incarnation");
    assertThat(Says.of(fill(subject, otherThen, other, SHAPES))).isEqualTo("refused incarnation");
    assertThat(Says.of(fill(subject, now, INCARNATION, SHAPES))).isEqualTo("stored");
  }

  @Test
  default void incarnation_notKnown_admitsNothing() {
    Subject subject = subject().live(Incarnation.UNKNOWN, SHAPES);
    Admission now = subject.admission();
    assertThat(Says.of(fill(subject, now, Incarnation.UNKNOWN, SHAPES)))
        .isEqualTo("refused incarnation");
    assertThat(Says.of(fill(subject, now, INCARNATION, SHAPES))).isEqualTo("refused incarnation");
  }

  @Test
  default void fill_withOtherTagShapesThanTheStreams_isRefused() {
    Subject subject = subject().live();
    assertThat(Says.of(fill(subject, subject.admission(), INCARNATION, "00000000000000bb")))
        .isEqualTo("refused tag-shapes");
  }

  private static Fill.Outcome fill(
      Subject subject, Admission admission, Incarnation read, String shapes) {
    return subject.fill(
        query("k", "a"), admission, new Proof(subject.now(), read, shapes), content("one"));
  }
}
