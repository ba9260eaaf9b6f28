package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes invalidation records of the change stream's events: one for each transaction, in commit
 * order, and gaps where the stream does not add up. Memory is bounded by the number of tables, and
 * a record by {@link #MAX_TABLES} and {@link #MAX_TAGS}: one that Kafka refused would be made again
 * and again. Not thread-safe.
 */
final class TransactionAssembler {
  /** A record of more tables or tags would not fit into {@link Topics#MAX_INVALIDATION_BYTES}. */
  static final int MAX_TABLES = 2000;

  static final int MAX_TAGS = 5000;

  private static final String ALL = "*";

  private RowTags rowTags;
  private final Identities identities;
  private final Lsn since;
  private Incarnation incarnation;
  private Lsn published;
  private Xid reference;
  private final Replay replay;
  private @Nullable OpenTransaction open;

  TransactionAssembler(RowTags rowTags, Identities identities, Resume resume) {
    this.rowTags = rowTags;
    this.identities = identities;
    this.since = resume.since();
    this.incarnation = resume.incarnation();
    this.published = resume.published();
    this.reference = resume.reference();
    this.replay = new Replay(resume.again());
  }

  /**
   * Takes the next event.
   *
   * @param capturedMicros when it was read, µs since 1970
   * @return the records to publish now, in order
   * @throws SQLException when a table's replica identity could not be read; the event is then lost
   *     and the stream must be read again
   * @throws CaptureException when the stream is not the one that was published before
   */
  List<Invalidation> accept(Captured event, long capturedMicros)
      throws SQLException, CaptureException {
    return switch (event) {
      case Captured.Begin() -> List.of();
      case Captured.Tombstone() -> List.of();
      case Captured.Stray() -> List.of();
      case Captured.Unknown unknown -> List.of(gap(GapCode.UNKNOWN_EVENT.label()));
      case Captured.End end -> end(end, capturedMicros);
      case Captured.Row row -> {
        List<Invalidation> before = step(row);
        row(transaction(row), row);
        yield before;
      }
      case Captured.Beat beat -> {
        List<Invalidation> before = step(beat);
        transaction(beat).beat(beat);
        yield before;
      }
      case Captured.Ddl ddl -> {
        List<Invalidation> before = step(ddl);
        ddl(transaction(ddl), ddl.relation());
        yield before;
      }
      case Captured.Shape shape -> {
        List<Invalidation> before = step(shape);
        shape(transaction(shape), shape);
        yield before;
      }
      case Captured.Ended ended -> {
        List<Invalidation> before = step(ended);
        ended(transaction(ended), ended);
        yield before;
      }
      case Captured.Own own -> step(own);
      case Captured.Trace trace -> step(trace);
    };
  }

  /** Counts the event; a transaction that another one interrupts has lost its end. */
  private List<Invalidation> step(Captured.OfTransaction event) {
    OpenTransaction current = open;
    boolean interrupted = current != null && current.xid() != event.xid();
    if (interrupted) {
      open = null;
    }
    transaction(event).countEvent();
    return interrupted ? List.of(gap(GapCode.END_MISSING.label())) : List.of();
  }

  private OpenTransaction transaction(Captured.OfTransaction event) {
    OpenTransaction current = open;
    if (current == null) {
      current = new OpenTransaction(event.xid());
      open = current;
    }
    return current;
  }

  private void row(OpenTransaction transaction, Captured.Row row) throws SQLException {
    row(transaction, row.table(), row);
    for (String ancestor : identities.ancestors(row.table())) {
      row(transaction, ancestor, row);
    }
  }

  private void row(OpenTransaction transaction, String name, Captured.Row row) throws SQLException {
    TableState table = transaction.table(name);
    table.count(row.operation(), row.operation() != 't');
    if (row.operation() == 't' || table.full() || transaction.isAllWhole()) {
      whole(transaction, table);
    }
    if (table.isWhole() || rowTags.none(name)) {
      return;
    }
    int before = table.tags().size();
    boolean told = rowTags.collect(name, row, identities.at(row.table(), row.lsn()), table.tags());
    transaction.countTags(table.tags().size() - before);
    if (!told || transaction.tags() > MAX_TAGS) {
      whole(transaction, table);
    }
  }

  /**
   * In force from this transaction's record on. The rows before it were tagged without it, so the
   * transaction's tables are told as a whole, which is right for whatever shapes: its record, too,
   * names those that are in force behind it, and the end of the topic never tells of less than what
   * the slot will not tell again.
   */
  private void shape(OpenTransaction transaction, Captured.Shape event) {
    rowTags = event.registered() ? rowTags.with(event.shape()) : rowTags.without(event.shape());
    transaction.wholeTables();
  }

  private void ddl(OpenTransaction transaction, String relation) throws SQLException {
    identities.changed(relation);
    if (relation.equals(ALL)) {
      transaction.gap(GapCode.DDL.label());
      return;
    }
    TableState table = transaction.table(relation);
    table.count('x', false);
    whole(transaction, table);
  }

  /** As if the table had changed so. */
  private static void ended(OpenTransaction transaction, Captured.Ended event) {
    if (event.relation().equals(ALL)) {
      transaction.gap(GapCode.INVALIDATED.label());
      return;
    }
    TableState table = transaction.table(event.relation());
    table.count('x', false);
    if (event.tag().isEmpty() || table.full() || transaction.isAllWhole()) {
      whole(transaction, table);
    } else if (!event.tag().get().equals(ALL)
        && !table.isWhole()
        && table.tags().add(event.tag().get())) {
      transaction.countTags(1);
    }
  }

  private static void whole(OpenTransaction transaction, TableState table) {
    transaction.countTags(-table.tags().size());
    table.whole();
  }

  private List<Invalidation> end(Captured.End end, long capturedMicros) throws CaptureException {
    OpenTransaction transaction = open == null ? new OpenTransaction(end.xid()) : open;
    open = null;
    if (transaction.xid() != end.xid() || transaction.events() != end.events()) {
      transaction.gap(GapCode.ROWS_MISSING.label());
    }
    if (transaction.tableCount() > MAX_TABLES) {
      transaction.gap(GapCode.TOO_MANY_TABLES.label());
    }
    Xid xid = transaction.beat().map(beat -> new Xid(beat.fullXid())).orElse(widen(end));
    if (end.commitEnd().compareTo(since) <= 0) {
      transaction.forgetBeatOfAnother(incarnation);
    }
    reference = xid;
    Mark mark = new Mark(xid, end.commitEnd());
    replay.require(mark);
    if (end.commitEnd().compareTo(published) <= 0) {
      return List.of(); // The slot resumes before the last record: published already.
    }
    return records(transaction, mark, end, capturedMicros);
  }

  private Xid widen(Captured.End end) {
    return Xid.widen(end.xid(), reference);
  }

  private List<Invalidation> records(
      OpenTransaction transaction, Mark mark, Captured.End end, long capturedMicros) {
    List<Invalidation> records = new ArrayList<>();
    incarnationOf(transaction).ifPresent(records::add);
    Set<String> gaps = transaction.gaps();
    gaps.forEach(code -> records.add(gap(code)));
    records.add(
        new Invalidation.Transaction(
            incarnation,
            rowTags.version(),
            mark,
            published,
            gaps.contains(GapCode.TOO_MANY_TABLES.label()) ? List.of() : transaction.changes(),
            transaction.beat().map(beat -> new Invalidation.Heartbeat(beat.startedMicros())),
            new Invalidation.Times(end.committedMicros(), capturedMicros)));
    published = mark.commitEnd();
    return records;
  }

  private Optional<Invalidation> incarnationOf(OpenTransaction transaction) {
    Optional<Incarnation> told =
        transaction.beat().map(beat -> new Incarnation(beat.incarnation()));
    if (told.isEmpty() || told.get().equals(incarnation)) {
      return Optional.empty();
    }
    incarnation = told.get();
    return Optional.of(gap(GapCode.INCARNATION.label()));
  }

  private Invalidation gap(String code) {
    return new Invalidation.Gap(incarnation, rowTags.version(), code, published);
  }
}
