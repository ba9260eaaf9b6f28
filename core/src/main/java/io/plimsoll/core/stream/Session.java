package io.plimsoll.core.stream;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Floor;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Rules;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.record.UndecodableException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Applies the log to the cache from where the cache stands. Whatever does not add up, in the log or
 * in the cache, ends the epoch. Not thread-safe.
 */
final class Session {
  private final InvalidationLog log;
  private final CachePort cache;
  private final InvalidationCodec codec;
  private final StreamListener listener;
  private final InstantSource clock;
  private Control control;
  private Continuity continuity = Continuity.UNKNOWN;
  private FloorWait floorWait;
  private PendingBatch pending = new PendingBatch();
  private long offset;

  private Session(
      InvalidationLog log,
      CachePort cache,
      StreamListener listener,
      InstantSource clock,
      Control control) {
    this.log = log;
    this.cache = cache;
    this.codec = new InvalidationCodec();
    this.listener = listener;
    this.clock = clock;
    this.control = control;
    this.floorWait = FloorWait.of(control.floor());
    this.offset = control.position().offset();
  }

  /** Begins where the cache stands, or with a new epoch when that place is not in this topic. */
  static Session begin(
      InvalidationLog log, CachePort cache, StreamListener listener, InstantSource clock)
      throws LogException, InterruptedException {
    String topicId = log.topicId();
    Optional<Control> found = cache.control();
    Control control;
    if (found.isEmpty()) {
      control = openAtEnd(GapCode.NO_CONTROL, topicId, log, cache, listener);
    } else if (!found.get().position().topicId().equals(topicId)) {
      control = openAtEnd(GapCode.TOPIC_RECREATED, topicId, log, cache, listener);
    } else {
      control = found.get();
    }
    Session session = new Session(log, cache, listener, clock, control);
    session.resume();
    return session;
  }

  /** The transactions before the end need not be applied: the floor will be above them. */
  private static Control openAtEnd(
      GapCode code, String topicId, InvalidationLog log, CachePort cache, StreamListener listener)
      throws LogException, InterruptedException {
    long end = log.end();
    Optional<Invalidation> last = before(log, new InvalidationCodec(), end);
    Control opened =
        cache.open(
            last.map(Invalidation::incarnation).orElse(Incarnation.UNKNOWN),
            new Position(topicId, end),
            continuity(last).applied(),
            last.map(Invalidation::shapes).orElse(""));
    listener.epoch(code.label(), opened);
    return opened;
  }

  private static Continuity continuity(Optional<Invalidation> last) {
    return last.map(Continuity::after).orElse(Continuity.UNKNOWN);
  }

  private static Optional<Invalidation> before(
      InvalidationLog log, InvalidationCodec codec, long offset) throws LogException {
    Optional<LogEntry> entry = log.at(offset - 1);
    try {
      return entry.isEmpty() ? Optional.empty() : Optional.of(codec.decode(entry.get().value()));
    } catch (UndecodableException e) {
      return Optional.empty(); // Its reader has begun an epoch after it.
    }
  }

  /** One round: waits a moment for records and applies what came. */
  void step() throws LogException, InterruptedException {
    List<LogEntry> entries;
    try {
      entries = log.poll();
    } catch (OffsetGoneException e) {
      control = openAtEnd(GapCode.RETENTION, control.position().topicId(), log, cache, listener);
      resume();
      return;
    }
    long consumed = now();
    for (LogEntry entry : entries) {
      if (entry.offset() < offset) {
        continue; // Fetched before the position was set back.
      }
      if (!accept(entry, consumed)) {
        return; // The position was set back or forth; what was fetched is not what follows.
      }
    }
    flush();
  }

  /** Whether answers can be stored and found: the floor is set, and a watermark is there. */
  boolean settled() {
    return !control.floor().equals(Floor.PENDING) && !control.watermark().equals(Watermark.NONE);
  }

  /** A topic that was deleted and made anew keeps its name and loses its records. */
  void checkTopic() throws LogException, InterruptedException {
    String topicId = log.topicId();
    if (!topicId.equals(control.position().topicId())) {
      control = openAtEnd(GapCode.TOPIC_RECREATED, topicId, log, cache, listener);
      resume();
    }
  }

  /** Whether the entry after this one follows. */
  private boolean accept(LogEntry entry, long consumed) throws LogException, InterruptedException {
    if (entry.offset() != offset && !(flush() && reopen(GapCode.OFFSET, entry.offset()))) {
      return false;
    }
    Invalidation record;
    try {
      record = codec.decode(entry.value());
    } catch (UndecodableException e) {
      listener.undecodable(entry.offset(), e.toString());
      return flush() && reopen(GapCode.UNDECODABLE, entry.offset() + 1);
    }
    return switch (record) {
      case Invalidation.Gap gap -> gap(gap, entry);
      case Invalidation.Transaction transaction -> transaction(transaction, entry, consumed);
    };
  }

  private boolean gap(Invalidation.Gap gap, LogEntry entry)
      throws LogException, InterruptedException {
    return flush()
        && open(
            gap.code(), gap.incarnation(), gap.shapes(), entry.offset() + 1, Continuity.after(gap));
  }

  private boolean transaction(Invalidation.Transaction record, LogEntry entry, long consumed)
      throws LogException, InterruptedException {
    Optional<GapCode> gap = continuity.check(record, control);
    if (gap.isPresent()
        && !(flush()
            && open(
                gap.get().label(),
                record.incarnation(),
                record.shapes(),
                entry.offset(),
                continuity))) {
      return false;
    }
    Optional<Mark> floor = record.heartbeat().flatMap(beat -> floorWait.heartbeat(record.mark()));
    long appended = entry.appendedMillis() * 1000;
    pending.add(record, floor, new StreamListener.Arrival(record.times(), appended, consumed));
    continuity = Continuity.after(record);
    offset = entry.offset() + 1;
    return !pending.full() || flush();
  }

  /** A new epoch behind something that could not be read. */
  private boolean reopen(GapCode code, long at) throws InterruptedException {
    return open(code.label(), control.incarnation(), control.shapes(), at, Continuity.UNKNOWN);
  }

  /**
   * A new epoch at this offset, without moving the reader; a gap record's code may be a new one.
   */
  private boolean open(
      String code, Incarnation incarnation, String shapes, long at, Continuity behind)
      throws InterruptedException {
    Position position = new Position(control.position().topicId(), at);
    control = cache.open(incarnation, position, behind.applied(), shapes);
    listener.epoch(code, control);
    floorWait = FloorWait.of(control.floor());
    continuity = behind;
    offset = at;
    return true;
  }

  /** Applies what is pending; false when the cache stood elsewhere and the reader was moved. */
  private boolean flush() throws LogException, InterruptedException {
    if (pending.isEmpty()) {
      return true;
    }
    PendingBatch done = pending;
    pending = new PendingBatch();
    Batch batch = done.batch(control, offset);
    switch (cache.apply(batch)) {
      case Batch.Outcome.Applied() -> {
        applied(batch);
        listener.applied(batch, done.arrivals(), now(), control.watermark());
        return true;
      }
      case Batch.Outcome.Mismatch(Control actual) -> {
        return mismatch(batch, actual);
      }
      case Batch.Outcome.NoControl() -> {
        return rewind(GapCode.CONTROL_LOST, control);
      }
    }
  }

  private void applied(Batch batch) {
    control = Rules.after(control, batch);
  }

  private boolean mismatch(Batch batch, Control actual) throws LogException, InterruptedException {
    if (actual.epoch().equals(batch.epoch()) && actual.position().equals(batch.next())) {
      // An answer that was lost: the batch is in the cache, and all of it.
      control = actual;
      floorWait = FloorWait.of(actual.floor());
      return true;
    }
    listener.mismatch(batch, actual);
    return rewind(GapCode.POSITION, actual);
  }

  /** A new epoch where the cache stands or stood, and the reader there too; false. */
  private boolean rewind(GapCode code, Control to) throws LogException, InterruptedException {
    control = cache.open(to.incarnation(), to.position(), to.applied(), to.shapes());
    listener.epoch(code.label(), control);
    resume();
    return false;
  }

  /**
   * Moves the reader to where the cache stands. A log that was cut and has grown again has that
   * offset too, but not that record before it: what was applied and what follows do not join. Where
   * the record before is gone, the next one must name what was applied.
   */
  private void resume() throws LogException, InterruptedException {
    Optional<Invalidation> before = before(log, codec, control.position().offset());
    continuity = before.map(Continuity::after).orElseGet(() -> Continuity.of(control));
    boolean cut = control.position().offset() > log.end();
    if (cut || !continuity.agrees(control)) {
      control =
          openAtEnd(GapCode.LOG_REWRITTEN, control.position().topicId(), log, cache, listener);
      continuity = continuity(before(log, codec, control.position().offset()));
    }
    floorWait = FloorWait.of(control.floor());
    offset = control.position().offset();
    log.seek(offset);
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }
}
