package io.plimsoll.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.api.audit.ChangeHistory.Stretch;
import io.plimsoll.api.read.OriginRead;
import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Of changes at 100, 110, …: which may be why two answers differ. */
final class ChangeHistoryTest {
  private static final Incarnation HERE = new Incarnation("a");
  private static final Stretch FORGOTTEN = new Stretch.Forgotten();

  private final ChangeHistory history = new ChangeHistory();

  ChangeHistoryTest() {
    open(new Lsn(100));
  }

  @Test
  void changesOfTheTagsBehindTheClaim_areKnown() {
    apply(change(11, 110, "t"), change(12, 120, "u"), change(13, 130, "t"));

    assertThat(between(readAt(130), 100)).isEqualTo(known(mark(11, 110), mark(13, 130)));
    assertThat(between(readAt(130), 110)).isEqualTo(known(mark(13, 130)));
    assertThat(between(readAt(130), 130)).isEqualTo(known());
  }

  /** On a standby a commit may be visible sooner than on the primary. */
  @Test
  void changeBeforeTheClaim_thatTheReadDoesNotSee_counts() {
    apply(change(11, 110, "t"), change(12, 120, "t"));
    OriginRead running =
        read(new Stamp.Primary(new Xid(11), new Xid(20), List.of(new Xid(11))), 120);

    assertThat(between(running, 120)).isEqualTo(known(mark(11, 110)));
  }

  @Test
  void claimBeforeWhatIsKept_isForgotten() {
    apply(change(11, 110, "t"));

    assertThat(between(readAt(110), 99)).isEqualTo(FORGOTTEN);
    assertThat(between(readAt(110), 100)).isEqualTo(known(mark(11, 110)));
  }

  @Test
  void readBehindWhatWasFollowed_isNotYetJudged() {
    apply(change(11, 110, "t"));

    assertThat(between(readAt(111), 100)).isEqualTo(new Stretch.NotYet());
    assertThat(between(readAt(110), 100)).isEqualTo(known(mark(11, 110)));
  }

  @Test
  void readOfAnotherIncarnation_isForgotten() {
    apply(change(11, 110, "t"));
    OriginRead other =
        new OriginRead(
            content(), seesAll(), new Incarnation("b"), true, new Lsn(110), "", Duration.ZERO, 0);

    assertThat(between(other, 100)).isEqualTo(FORGOTTEN);
  }

  @Test
  void gap_forgetsWhatWasBefore() {
    apply(change(11, 110, "t"));
    open(new Lsn(150));

    assertThat(between(readAt(150), 110)).isEqualTo(FORGOTTEN);
    assertThat(between(readAt(150), 150)).isEqualTo(known());
  }

  /** Another history's transaction ids mean nothing to a read of this one. */
  @Test
  void changeFromBeforeAGap_explainsNothing() {
    apply(change(120, 110, "t"));
    open(new Lsn(150));

    assertThat(between(readAt(150), 150)).isEqualTo(known());
  }

  @Test
  void gapOfUnknownPosition_forgetsAllUntilTheNext() {
    open(Lsn.NONE);
    apply(change(11, 110, "t"));

    assertThat(between(readAt(110), 105)).isEqualTo(FORGOTTEN);
  }

  @Test
  void whatIsTooMuch_isForgottenOldestFirst() {
    List<String> many = IntStream.range(0, 60_000).mapToObj(Integer::toString).toList();
    apply(change(11, 110, "t"));
    apply(new Batch.Change(mark(12, 120), many));
    assertThat(between(readAt(120), 100)).isEqualTo(known(mark(11, 110)));

    apply(new Batch.Change(mark(13, 130), many), change(14, 140, "t"));

    assertThat(between(readAt(140), 119)).isEqualTo(FORGOTTEN);
    assertThat(between(readAt(140), 120)).isEqualTo(known(mark(14, 140)));
  }

  @Test
  void batchWithoutChanges_movesOnToo() {
    history.applied(batch(List.of(), new Lsn(170)), List.of(), 0, Watermark.NONE);

    assertThat(between(readAt(170), 100)).isEqualTo(known());
  }

  private Stretch between(OriginRead later, long after) {
    return history.between(later, new Lsn(after), Set.of("t", "other"));
  }

  private void open(Lsn applied) {
    history.epoch(
        "chain",
        new Control(
            "e",
            HERE,
            new Position("topic", 0),
            applied,
            Watermark.NONE,
            Floor.PENDING,
            Floor.PENDING,
            "s"));
  }

  private void apply(Batch.Change... changes) {
    List<Batch.Change> all = new ArrayList<>(List.of(changes));
    history.applied(batch(all, all.getLast().mark().commitEnd()), List.of(), 0, Watermark.NONE);
  }

  private static Batch batch(List<Batch.Change> changes, Lsn applied) {
    Position somewhere = new Position("topic", 0);
    return new Batch(
        "e", somewhere, somewhere, applied, changes, Optional.empty(), Optional.empty());
  }

  private static Batch.Change change(long xid, long lsn, String tag) {
    return new Batch.Change(mark(xid, lsn), List.of(tag));
  }

  private static OriginRead readAt(long lsn) {
    return read(seesAll(), lsn);
  }

  private static Stamp seesAll() {
    return new Stamp.Primary(new Xid(99), new Xid(99), List.of());
  }

  private static OriginRead read(Stamp stamp, long lsn) {
    return new OriginRead(content(), stamp, HERE, true, new Lsn(lsn), "", Duration.ZERO, 0);
  }

  private static Content content() {
    return new Content(true, "e", new byte[0]);
  }

  private static Mark mark(long xid, long lsn) {
    return new Mark(new Xid(xid), new Lsn(lsn));
  }

  private static Stretch known(Mark... marks) {
    return new Stretch.Known(List.of(marks));
  }
}
