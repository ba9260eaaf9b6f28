package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.trace.TraceParent;
import java.util.Optional;

/** An event of the change stream, in the capture's words. */
sealed interface Captured {
  /** The transaction's id, the lower 32 bits of it. */
  interface OfTransaction {
    long xid();
  }

  /**
   * A change of one row, or a TRUNCATE of one table.
   *
   * @param lsn position of the row's WAL record, below its commit's
   * @param operation Debezium's {@code c u d t}
   */
  record Row(
      long xid,
      Lsn lsn,
      String table,
      char operation,
      Optional<RowImage> before,
      Optional<RowImage> after)
      implements Captured, OfTransaction {}

  /**
   * The heartbeat's row.
   *
   * @param fullXid all 64 bits of the transaction id
   */
  record Beat(long xid, long startedMicros, long fullXid, String incarnation)
      implements Captured, OfTransaction {}

  /**
   * A row of the DDL log.
   *
   * @param relation {@code schema.table}, or {@code *} for all
   */
  record Ddl(long xid, String relation) implements Captured, OfTransaction {}

  /**
   * A row of the registry of shapes.
   *
   * @param registered whether it was written; otherwise it was deleted
   */
  record Shape(long xid, TagShape shape, boolean registered) implements Captured, OfTransaction {}

  /**
   * Ended by an operator.
   *
   * @param relation {@code schema.table}, or {@code *} for everything
   * @param tag its name; {@code *} for a change of any row; empty for the whole table
   */
  record Ended(long xid, String relation, Optional<String> tag)
      implements Captured, OfTransaction {}

  /** A row of Plimsoll's own tables, or a message, that says nothing: it only counts. */
  record Own(long xid) implements Captured, OfTransaction {}

  /** A message of the transaction: the trace that the rows behind it continue. */
  record Trace(long xid, TraceParent parent) implements Captured, OfTransaction {}

  /** A message that belongs to no transaction, and says nothing. */
  record Stray() implements Captured {}

  record Begin() implements Captured {}

  /** What follows a delete in its change topic. */
  record Tombstone() implements Captured {}

  /**
   * A commit.
   *
   * @param events how many rows and messages Debezium has sent
   * @param commitEnd where the commit record ends
   * @param committedMicros Postgres's commit time, µs since 1970
   */
  record End(long xid, long events, Lsn commitEnd, long committedMicros) implements Captured {}

  /**
   * Anything else: a gap, because what it says is not known.
   *
   * @param what for the log, without values
   */
  record Unknown(String what) implements Captured {}
}
