package io.plimsoll.local.draft;

import java.util.List;
import java.util.Set;

/**
 * A table or view of the database.
 *
 * @param schema as in pg_namespace
 * @param name as in pg_class
 * @param quoted as SQL takes it, with the schema unless that is public
 * @param kind of pg_class: r, p, v, m, f
 * @param logged whether its changes are in the WAL
 * @param key columns of the primary key; empty without one
 * @param uniques columns of each other unique index
 */
record Table(
    String schema,
    String name,
    String quoted,
    String kind,
    boolean logged,
    List<Column> columns,
    List<Column> key,
    List<List<Column>> uniques,
    List<ForeignKey> foreignKeys) {
  /** Columns of this table that refer to another one. */
  record ForeignKey(List<Column> columns, String schema, String table) {
    ForeignKey {
      columns = List.copyOf(columns);
    }
  }

  Table {
    columns = List.copyOf(columns);
    key = List.copyOf(key);
    uniques = List.copyOf(uniques);
    foreignKeys = List.copyOf(foreignKeys);
  }

  /** {@code schema.name}. */
  String fullName() {
    return schema + "." + name;
  }

  /** Whether the columns determine one row at most. */
  boolean isUnique(List<Column> some) {
    Set<Column> set = Set.copyOf(some);
    return (!key.isEmpty() && set.containsAll(key)) || uniques.stream().anyMatch(set::containsAll);
  }
}
