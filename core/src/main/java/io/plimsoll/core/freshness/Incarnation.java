package io.plimsoll.core.freshness;

import java.util.regex.Pattern;

/**
 * One unbroken history of the origin. Postgres keeps it in an UNLOGGED table, which crash recovery,
 * promotion and restore empty: it is gone exactly when visible commits may have been lost and ids
 * may be used again.
 */
public record Incarnation(String value) {
  // Before the constant below, whose constructor uses it.
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z-]{0,80}");

  /** No incarnation is known: nothing may be stored. */
  public static final Incarnation UNKNOWN = new Incarnation("");

  public Incarnation {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "incarnation must be up to 80 letters, digits and dashes, was \"" + value + "\"");
    }
  }

  public boolean known() {
    return !value.isEmpty();
  }
}
