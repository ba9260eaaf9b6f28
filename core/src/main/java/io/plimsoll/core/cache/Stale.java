package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer that is older than its bound, or that a change has replaced. Only a query that allows
 * it may be answered with it, and must say so.
 *
 * @param age upper bound of how long ago it was what the origin answers
 */
public record Stale(Entry entry, Duration age) {
  /** Empty without grace, and when it is too old even for that. */
  public static Optional<Stale> within(Query query, Entry entry, Duration age) {
    return !query.grace().isZero() && age.compareTo(query.bound().plus(query.grace())) <= 0
        ? Optional.of(new Stale(entry, age))
        : Optional.empty();
  }
}
