package io.plimsoll.core.cache;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Mark;

/**
 * The state of one partition of the cache, beside its entries.
 *
 * @param epoch random id of this life of the content; entries of another epoch are unreadable
 * @param floor every stored read must see this transaction and all before it; {@link Floor#PENDING}
 *     admits none
 * @param shapes {@code TagHash.version} that the change stream was made with
 */
public record Control(
    String epoch,
    Incarnation incarnation,
    Position position,
    Watermark watermark,
    Mark floor,
    String shapes) {}
