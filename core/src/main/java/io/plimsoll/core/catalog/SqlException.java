package io.plimsoll.core.catalog;

/** SQL text that cannot be understood; the message has line and column inside the SQL, from 1. */
final class SqlException extends Exception {
  private static final long serialVersionUID = 1L;

  SqlException(String message) {
    super(message);
  }

  static SqlException at(String sql, int offset, String message) {
    int line = 1 + (int) sql.substring(0, offset).chars().filter(c -> c == '\n').count();
    int column = offset - sql.lastIndexOf('\n', offset - 1);
    return new SqlException(message + " at line " + line + ", column " + column + " of the SQL");
  }
}
