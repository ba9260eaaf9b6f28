package io.plimsoll.core.freshness;

/**
 * One unbroken history of the origin. Postgres keeps it in an UNLOGGED table, which crash recovery,
 * promotion and restore empty: it is gone exactly when visible commits may have been lost and ids
 * may be used again.
 */
public record Incarnation(String value) {
  private static final int MOST = 80;

  /** No incarnation is known: nothing may be stored. */
  public static final Incarnation UNKNOWN = new Incarnation("");

  public Incarnation {
    if (value.length() > MOST || !isPlain(value)) {
      throw new IllegalArgumentException(
          "incarnation must be up to 80 letters, digits and dashes, was \"" + value + "\"");
    }
  }

  /** Each row that is read has one, and a regular expression would take two microseconds. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!digit && !letter && c != '-') {
        return false;
      }
    }
    return true;
  }

  public boolean known() {
    return !value.isEmpty();
  }
}
