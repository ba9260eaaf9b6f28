package io.plimsoll.bench;

/**
 * A figure that must not pass its limit.
 *
 * @param name what is measured
 * @param bound on which side of the limit it must stay
 * @param unit of both; empty for counts
 */
public record Bar(String name, double actual, Bound bound, double limit, String unit) {

  /** Inclusive. */
  public enum Bound {
    AT_MOST("≤"),
    AT_LEAST("≥");

    private final String sign;

    Bound(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  public static Bar atMost(String name, double actual, double limit, String unit) {
    return new Bar(name, actual, Bound.AT_MOST, limit, unit);
  }

  /** A count that must be 0. */
  public static Bar none(String name, long actual) {
    return atMost(name, (double) actual, 0, "");
  }

  public static Bar atLeast(String name, double actual, double limit, String unit) {
    return new Bar(name, actual, Bound.AT_LEAST, limit, unit);
  }

  /** A figure that is not a number passes no bar. */
  public boolean passed() {
    return switch (bound) {
      case AT_MOST -> actual <= limit;
      case AT_LEAST -> actual >= limit;
    };
  }
}
