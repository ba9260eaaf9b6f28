package io.plimsoll.system.oracle;

/**
 * An expression that can be named.
 *
 * @param column what its values are like
 */
record Out(String sql, Column column) {
  Kind kind() {
    return column.kind();
  }

  Kind.Family family() {
    return column.kind().family;
  }

  String plain() {
    return column.kind().plain(sql);
  }
}
