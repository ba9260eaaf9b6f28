package io.plimsoll.core.record;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import java.util.List;
import java.util.Optional;

/**
 * A record of the {@code invalidations} topic; {@link InvalidationCodec} is its form on the wire.
 */
public sealed interface Invalidation {
  Incarnation incarnation();

  /** {@code TagHash.version} of the shapes its tags were made with. */
  String shapes();

  /**
   * A committed transaction, in commit order.
   *
   * @param previous commit end of the record before: a reader that stands elsewhere has found a
   *     hole
   * @param tables what it changed, one element for each table
   * @param heartbeat when the transaction is one
   */
  record Transaction(
      Incarnation incarnation,
      String shapes,
      Mark mark,
      Lsn previous,
      List<TableChange> tables,
      Optional<Heartbeat> heartbeat,
      Times times)
      implements Invalidation {
    public Transaction {
      tables = List.copyOf(tables);
    }
  }

  /**
   * Changes may be missing before this record. The chain starts anew behind it.
   *
   * @param code why, such as {@code slot-lost}: label of a metric
   * @param position the commit end at which the next record's chain begins
   */
  record Gap(Incarnation incarnation, String shapes, String code, Lsn position)
      implements Invalidation {}

  /**
   * What a transaction did to one table.
   *
   * @param operations of Debezium's {@code c u d t}, and {@code x} for DDL, without duplicates
   * @param rows how many rows
   * @param whole whether the table as a whole must be invalidated; {@code tags} is then empty
   * @param tags names of the keyed tags of all its rows before and after ({@code TagHash.of})
   */
  record TableChange(String table, String operations, int rows, boolean whole, List<String> tags) {
    public TableChange {
      tags = List.copyOf(tags);
    }
  }

  /**
   * What makes a transaction a heartbeat.
   *
   * @param startedMicros t0 by Redis {@code TIME}, µs since 1970
   */
  record Heartbeat(long startedMicros) {}

  /**
   * µs since 1970, for measuring only.
   *
   * @param committed by Postgres's clock
   * @param captured when the commit reached the capture, by its clock
   */
  record Times(long committed, long captured) {}
}
