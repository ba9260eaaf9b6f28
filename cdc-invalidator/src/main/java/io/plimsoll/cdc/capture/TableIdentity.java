package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.util.Set;

/**
 * What Postgres writes about the old rows of a table.
 *
 * @param kind its replica identity
 * @param key columns of the primary key
 * @param fuzzy columns with a nondeterministic collation: equal values may have different text
 * @param ancestors tables of which this is a partition or child, near and far: its rows are theirs
 * @param sampledAt insert position of the WAL when this was read. A row logged there or later was
 *     written under this identity, until a DDL event of the table says otherwise: changing the
 *     identity takes a lock that waits for every transaction that has written the table.
 */
record TableIdentity(
    Kind kind, Set<String> key, Set<String> fuzzy, Set<String> ancestors, Lsn sampledAt) {
  TableIdentity {
    key = Set.copyOf(key);
    fuzzy = Set.copyOf(fuzzy);
    ancestors = Set.copyOf(ancestors);
  }

  enum Kind {
    /** Old rows have the key's real values and made-up ones in all other columns. */
    KEY,
    /** Old rows are whole. */
    FULL,
    /** Another index or nothing: old rows tell nothing here. */
    OTHER;

    static Kind of(String relreplident) {
      return switch (relreplident) {
        case "d" -> KEY;
        case "f" -> FULL;
        default -> OTHER;
      };
    }
  }
}
