package io.plimsoll.core.freshness;

import java.util.Locale;

/**
 * A byte position in the write-ahead log ({@code pg_lsn}). Positions of commits are commit-end
 * positions.
 */
public record Lsn(long value) implements Comparable<Lsn> {
  public static final Lsn NONE = new Lsn(0);
  public static final Lsn MAX = new Lsn(-1L);

  /** Parses Postgres's text form, such as {@code 16/B374D848}. */
  public static Lsn parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new IllegalArgumentException("LSN must look like 16/B374D848, was \"" + text + "\"");
    }
    return new Lsn(
        Long.parseUnsignedLong(text.substring(0, slash), 16) << 32
            | Long.parseUnsignedLong(text.substring(slash + 1), 16));
  }

  /** Parses {@link #hex()}. */
  public static Lsn ofHex(String text) {
    return new Lsn(Hex.parse(text, "LSN"));
  }

  public String hex() {
    return Hex.of(value);
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** Postgres's text form. */
  @Override
  public String toString() {
    return (Long.toHexString(value >>> 32) + "/" + Long.toHexString(value & 0xFFFF_FFFFL))
        .toUpperCase(Locale.ROOT);
  }
}
