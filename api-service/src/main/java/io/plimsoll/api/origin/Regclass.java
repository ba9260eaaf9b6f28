package io.plimsoll.api.origin;

/** Table names as {@code to_regclass} takes them. */
final class Regclass {
  private Regclass() {}

  /** Quotes both parts of {@code schema.name}, which are as they stand in pg_class. */
  static String quoted(String table) {
    int dot = table.indexOf('.');
    return quote(table.substring(0, dot)) + "." + quote(table.substring(dot + 1));
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
