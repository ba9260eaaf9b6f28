package io.plimsoll.cdc.capture;

import io.plimsoll.core.freshness.Lsn;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Events and rows for tests. */
final class Rows {
  static final String TABLE = "public.items";

  private Rows() {}

  /** Column and value in turn; the value {@code null} is SQL NULL. */
  static RowImage image(String... cells) {
    Map<String, Cell> values = new HashMap<>();
    for (int i = 0; i < cells.length; i += 2) {
      String value = cells[i + 1];
      values.put(cells[i], value.equals("null") ? Cell.NULL : new Cell.Text(value));
    }
    return column -> values.getOrDefault(column, Cell.OPAQUE);
  }

  static Captured.Row row(char operation, Optional<RowImage> before, Optional<RowImage> after) {
    return new Captured.Row(7, new Lsn(100), TABLE, operation, before, after);
  }

  static Captured.Row insert(long xid, String id) {
    return insert(xid, TABLE, id);
  }

  static Captured.Row insert(long xid, String table, String id) {
    return new Captured.Row(
        xid, new Lsn(100), table, 'c', Optional.empty(), Optional.of(image("id", id)));
  }

  static TableIdentity identity(TableIdentity.Kind kind, String... fuzzy) {
    return new TableIdentity(kind, Set.of("id"), Set.of(fuzzy), Set.of(), Lsn.NONE);
  }
}
