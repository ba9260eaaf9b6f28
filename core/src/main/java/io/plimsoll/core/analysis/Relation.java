package io.plimsoll.core.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table, view or the like, as the catalogs of the database tell it.
 *
 * @param name {@code schema.name}
 * @param kind {@code pg_class.relkind}
 * @param quoted name as SQL takes it
 * @param columns by attribute number
 * @param full whether its replica identity is FULL: then all old values are told with a change,
 *     else only those of the primary key
 * @param key columns of the primary key
 * @param unique column sets of which two rows never have the same values
 * @param indexed first columns of indexes
 * @param obstacle why not every change of it is told; empty when it is
 * @param readable whether this role may read some of its columns
 */
public record Relation(
    long oid,
    String name,
    char kind,
    String quoted,
    Map<Integer, Column> columns,
    boolean full,
    Set<String> key,
    List<Set<String>> unique,
    Set<String> indexed,
    Optional<String> obstacle,
    boolean readable) {
  public Relation {
    columns = Map.copyOf(columns);
    key = Set.copyOf(key);
    unique = List.copyOf(unique);
    indexed = Set.copyOf(indexed);
  }

  /**
   * A column.
   *
   * @param type as SQL takes it, for a cast
   * @param label whether its values are labels of an enum
   * @param unfit why no tag can hold its values; empty when one can
   */
  public record Column(
      String name, String quoted, String type, boolean label, Optional<String> unfit) {}

  boolean isView() {
    return kind == 'v';
  }

  /** Whether at most one row has given values of these columns. */
  boolean isPinnedBy(Set<String> columns) {
    return unique.stream().anyMatch(columns::containsAll);
  }
}
