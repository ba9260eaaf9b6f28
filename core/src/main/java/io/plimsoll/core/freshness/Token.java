package io.plimsoll.core.freshness;

/**
 * A receipt for a write: whoever shows it reads nothing from before it.
 *
 * @param mark the write's transaction, and a position of the log at or behind the end of its
 *     commit; {@link Lsn#MAX} when that could not be learnt, and then only the primary answers
 * @param incarnation of the origin that ran it
 */
public record Token(Mark mark, Incarnation incarnation) {}
