package io.plimsoll.core.freshness;

/**
 * A Postgres transaction id with its epoch ({@code xid8}): 64 bits, unsigned, never reused within
 * an {@link Incarnation}.
 */
public record Xid(long value) implements Comparable<Xid> {
  public static final Xid NONE = new Xid(0);
  public static final Xid MAX = new Xid(-1L);

  /** Parses the decimal text that Postgres prints for an {@code xid8}. */
  public static Xid ofDecimal(String text) {
    return new Xid(Long.parseUnsignedLong(text));
  }

  /** Parses {@link #hex()}. */
  public static Xid ofHex(String text) {
    return new Xid(Hex.parse(text, "xid"));
  }

  /**
   * The 64-bit id that the 32 bits of a change event stand for: the one nearest to {@code
   * reference}. Postgres keeps all running ids within 2^31 of each other, so it is the only
   * candidate.
   */
  public static Xid widen(long low32, Xid reference) {
    long candidate = (reference.value & ~0xFFFF_FFFFL) | (low32 & 0xFFFF_FFFFL);
    long distance = candidate - reference.value;
    if (distance > Integer.MAX_VALUE && candidate >= 1L << 32) {
      return new Xid(candidate - (1L << 32));
    }
    return distance < Integer.MIN_VALUE ? new Xid(candidate + (1L << 32)) : new Xid(candidate);
  }

  public String hex() {
    return Hex.of(value);
  }

  @Override
  public int compareTo(Xid other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toUnsignedString(value);
  }
}
