package io.plimsoll.core.limit;

import io.plimsoll.core.auth.Rate;

/**
 * The generic cell rate algorithm in its form of virtual scheduling (ITU-T I.371, annex A): a rate
 * of n in t lets n pass at once, and after that one each t/n; so at most n + n·d/t within any time
 * d. All its state is one time, at which the last permit would have been due. Pure; {@code
 * permits.lua} says the same, number by number: both reckon in IEEE doubles.
 */
public final class Gcra {
  private Gcra() {}

  /**
   * What was drawn.
   *
   * @param granted from 0 to what was wanted
   * @param due the new state, µs
   * @param left how many more could be drawn now
   * @param resetMicros until all of the rate could be drawn at once
   * @param retryMicros until one can be drawn; 0 when one can be now
   */
  public record Grant(int granted, long due, long left, long resetMicros, long retryMicros) {}

  /**
   * Draws permits.
   *
   * @param before the state, 0 when there is none
   * @param now µs, by the clock of the state
   * @param wanted at least 1
   */
  public static Grant draw(long before, long now, Rate rate, int wanted) {
    return draw((double) before, (double) now, rate.requests(), (double) micros(rate), wanted);
  }

  private static Grant draw(double before, double now, double n, double per, int wanted) {
    // Not later than it can be: a clock that was set back must not lock anybody out for long.
    double due = Math.min(Math.max(before, now), now + per);
    double granted = Math.min(wanted, free(now, due, n, per));
    due += Math.ceil(granted * per / n);
    double left = free(now, due, n, per);
    double retry = left >= 1 ? 0 : Math.max(1, due - per + Math.ceil(per / n) - now);
    return new Grant((int) granted, (long) due, (long) left, (long) (due - now), (long) retry);
  }

  /** What a rate is for, µs. */
  public static long micros(Rate rate) {
    return rate.per().toSeconds() * 1_000_000;
  }

  private static double free(double now, double due, double n, double per) {
    return Math.max(0, Math.floor((now + per - due) * n / per));
  }
}
