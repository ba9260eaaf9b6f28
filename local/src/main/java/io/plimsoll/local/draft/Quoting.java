package io.plimsoll.local.draft;

/** How identifiers are written. */
enum Quoting {
  /** As Postgres needs it: only what would be read otherwise. */
  NEEDED,
  /** All: for names that the catalog's parser takes for words of its own. */
  ALL;

  String column(Column column) {
    return "t." + (this == ALL ? quoted(column.name()) : column.quoted());
  }

  String table(Table table) {
    String schema = table.schema().equals("public") ? "" : quoted(table.schema()) + ".";
    return this == ALL ? schema + quoted(table.name()) : table.quoted();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
