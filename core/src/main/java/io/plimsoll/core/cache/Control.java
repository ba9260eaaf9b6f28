package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Xid;

/**
 * The state of one partition of the cache, beside its entries.
 *
 * @param epoch random id of this life of the content; entries of another epoch are unreadable
 * @param applied commit end of the record before the position (a gap's position, for a gap); {@link
 *     Lsn#NONE} is unknown. An offset alone does not show that a log was cut and has grown again
 * @param floor every stored read must see this transaction and all before it; {@link Floor#PENDING}
 *     admits none
 * @param newest the greatest xid and the greatest LSN that any change of this epoch had, maybe of
 *     two changes: who sees all up to it need not look at the marks
 * @param shapes {@code TagHash.version} that the change stream was made with
 */
public record Control(
    String epoch,
    Incarnation incarnation,
    Position position,
    Lsn applied,
    Watermark watermark,
    Mark floor,
    Mark newest,
    String shapes) {
  private static final Mark NONE = new Mark(Xid.NONE, Lsn.NONE);

  /** That of a new epoch: nothing has come through, and nothing may be stored yet. */
  public static Control opened(
      String epoch, Incarnation incarnation, Position position, Lsn applied, String shapes) {
    return new Control(
        epoch, incarnation, position, applied, Watermark.NONE, Floor.PENDING, NONE, shapes);
  }
}
