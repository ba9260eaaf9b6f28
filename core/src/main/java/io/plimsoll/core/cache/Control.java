package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;

/**
 * The state of one partition of the cache, beside its entries.
 *
 * @param epoch random id of this life of the content; entries of another epoch are unreadable
 * @param applied commit end of the record before the position (a gap's position, for a gap); {@link
 *     Lsn#NONE} is unknown. An offset alone does not show that a log was cut and has grown again
 * @param floor every stored read must see this transaction and all before it; {@link Floor#PENDING}
 *     admits none
 * @param shapes {@code TagShape.version} that the change stream was made with
 */
public record Control(
    String epoch,
    Incarnation incarnation,
    Position position,
    Lsn applied,
    Watermark watermark,
    Mark floor,
    String shapes) {}
