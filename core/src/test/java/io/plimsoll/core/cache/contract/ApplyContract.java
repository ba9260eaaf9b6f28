package io.plimsoll.core.cache.contract;

import static io.plimsoll.core.cache.contract.Subject.INCARNATION;
import static io.plimsoll.core.cache.contract.Subject.SHAPES;
import static io.plimsoll.core.cache.contract.Subject.content;
import static io.plimsoll.core.cache.contract.Subject.get;
import static io.plimsoll.core.cache.contract.Subject.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Admission;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A batch is applied whole or not at all, and only where the cache stands. */
interface ApplyContract {
  Subject subject();

  @Test
  default void cache_withoutControl_isNotUsed() {
    Subject subject = subject();
    Query query = query("k", "a");
    Admission none = new Admission("none", INCARNATION, Lsn.NONE, 0, "");
    Proof proof = new Proof(subject.now(), INCARNATION, SHAPES);
    assertThat(Says.of(subject.lookup(query))).isEqualTo("bypass no-control");
    assertThat(Says.of(subject.fill(query, none, proof, content("one"))))
        .isEqualTo("refused no-control");
    assertThat(get(subject.cache().control())).isEmpty();
    assertThat(get(subject.cache().apply(batchAt(subject, "none", new Position("topic", 0)))))
        .isInstanceOf(Batch.Outcome.NoControl.class);
  }

  @Test
  default void open_beginsAtThePosition_withAPendingFloorAndNoWatermark() {
    Subject subject = subject();
    Position position = new Position("some-topic", 1L << 40);
    Lsn applied = new Lsn(0xFFFF_FFFF_0000_0001L);
    Control opened = get(subject.cache().open(INCARNATION, position, applied, SHAPES));
    assertThat(opened)
        .isEqualTo(Control.opened(opened.epoch(), INCARNATION, position, applied, SHAPES));
    assertThat(get(subject.cache().control())).contains(opened);
    assertThat(get(subject.cache().open(INCARNATION, position, applied, SHAPES)).epoch())
        .isNotEqualTo(opened.epoch());
  }

  @Test
  default void apply_movesPositionAppliedWatermarkAndFloor() {
    Subject subject = subject().live();
    long xid = subject.begin();
    Watermark watermark = new Watermark(1_700_000_000_000_001L, new Lsn(-2), new Xid(-3));
    Batch batch =
        subject.batch(
            List.of(Subject.change(xid, "a")),
            Optional.of(watermark),
            Optional.of(Subject.mark(xid)));
    assertThat(Says.of(get(subject.cache().apply(batch)))).isEqualTo("applied");
    assertThat(get(subject.cache().control()))
        .contains(
            new Control(
                subject.epoch(),
                INCARNATION,
                batch.next(),
                batch.applied(),
                watermark,
                Subject.mark(xid),
                Subject.mark(xid),
                SHAPES));
  }

  @Test
  default void apply_withoutHeartbeat_leavesWatermarkAndFloor() {
    Subject subject = subject().live();
    Control before = get(subject.cache().control()).orElseThrow();
    subject.change("a");
    Control after = get(subject.cache().control()).orElseThrow();
    assertThat(after.watermark()).isEqualTo(before.watermark());
    assertThat(after.floor()).isEqualTo(before.floor());
    assertThat(after.position().offset()).isEqualTo(before.position().offset() + 1);
    assertThat(after.applied()).isGreaterThan(before.applied());
  }

  @Test
  default void apply_elsewhereThanTheCacheStands_isAMismatchThatChangesNothing() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    subject.fill(query, subject.now(), "one");
    Stamp before = subject.now();
    subject.begin();
    Control control = get(subject.cache().control()).orElseThrow();
    Position here = subject.position();
    for (Batch wrong :
        List.of(
            batchAt(subject, subject.epoch(), new Position(here.topicId(), here.offset() + 1)),
            batchAt(subject, subject.epoch(), new Position(here.topicId(), here.offset() - 1)),
            batchAt(subject, subject.epoch(), new Position("another-topic", here.offset())),
            batchAt(subject, "another-epoch", here))) {
      assertThat(get(subject.cache().apply(wrong)))
          .as("%s", wrong)
          .isEqualTo(new Batch.Outcome.Mismatch(control));
      assertThat(get(subject.cache().control())).contains(control);
      assertThat(Says.of(subject.lookup(query))).isEqualTo("hit one");
      assertThat(Says.of(subject.fill(query("k2", "a"), before, "two"))).isEqualTo("stored");
    }
  }

  private static Batch batchAt(Subject subject, String epoch, Position expected) {
    Batch batch =
        subject.batch(
            List.of(Subject.change(Subject.FIRST_XID + 1, "a")),
            Optional.of(new Watermark(1, Lsn.MAX, Xid.MAX)),
            Optional.of(Floor.PENDING));
    Position next = new Position(expected.topicId(), expected.offset() + 1);
    return new Batch(
        epoch, expected, next, batch.applied(), batch.changes(), batch.watermark(), batch.floor());
  }

  @Test
  default void apply_ofTheSameBatchAgain_isAMismatch() {
    Subject subject = subject().live();
    Batch batch = subject.batch(List.of(), Optional.empty(), Optional.empty());
    assertThat(Says.of(get(subject.cache().apply(batch)))).isEqualTo("applied");
    assertThat(Says.of(get(subject.cache().apply(batch)))).isEqualTo("mismatch");
  }

  @Test
  default void open_endsEveryEntry_evenWhenTheSameWouldBeStored() {
    Subject subject = subject().live();
    Query query = query("k", "a");
    subject.fill(query, subject.now(), "one");
    subject.live();
    assertThat(Says.of(subject.lookup(query)))
        .as("an entry may be forgotten at once, or found and refused")
        .isIn("miss epoch", "miss miss");
    subject.fill(query("k2", "a"), subject.now(), "two");
    assertThat(subject.lookup(query)).isInstanceOf(Lookup.Miss.class);
  }

  @Test
  default void open_forgetsTheMarks_theFloorStandsForThem() {
    Subject subject = subject().live();
    long xid = subject.change("a");
    long later = subject.begin();
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(xid), "")))
        .isEqualTo("refused mark");
    subject.live();
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(xid), "")))
        .isEqualTo("refused floor");
    subject.open(INCARNATION, SHAPES);
    subject.beat(Duration.ZERO, Optional.of(Subject.mark(xid - 1)));
    assertThat(Says.of(subject.fill(query("k", "a"), subject.running(xid, later), "")))
        .isEqualTo("stored");
  }
}
