package io.plimsoll.bench;

import java.time.Duration;

/**
 * How much to measure. Everything is bounded.
 *
 * @param seconds of each load phase, 1 to 300; the commits take at least 20 s
 * @param rate requests per second of the open loops over HTTP, 1 to 50,000
 * @param commits commits per second, 1 to 5,000
 * @param quick shorter phases and fewer samples, to see that all works; its figures mean little
 * @param command printed with the machine, so that a reader can repeat it
 */
public record BenchOptions(int seconds, int rate, int commits, boolean quick, String command) {
  public static final int DEFAULT_SECONDS = 10;
  public static final int DEFAULT_RATE = 2_000;
  public static final int DEFAULT_COMMITS = 500;
  private static final int COMMIT_SECONDS = 20;

  /**
   * Checks the bounds.
   *
   * @throws BenchException naming the option
   */
  public BenchOptions {
    requireBetween("--seconds", seconds, 300);
    requireBetween("--rate", rate, 50_000);
    requireBetween("--commits", commits, 5_000);
  }

  public static BenchOptions defaults(String command) {
    return new BenchOptions(DEFAULT_SECONDS, DEFAULT_RATE, DEFAULT_COMMITS, false, command);
  }

  private static void requireBetween(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw new BenchException("%s must be 1 to %,d, was %,d".formatted(option, most, value));
    }
  }

  /** Of one measured phase. */
  Duration phase() {
    return Duration.ofSeconds(quick ? Math.min(seconds, 3) : seconds);
  }

  /** One-second runs before a phase is measured. */
  int warmUps() {
    return quick ? 3 : 6;
  }

  /** Rounds before those that count, at most: who is as fast as it will be takes fewer. */
  public int mostWarmUps() {
    return quick ? 10 : 40;
  }

  /** Alternating rounds of the comparison with memory. */
  public int rounds() {
    return quick ? 3 : 5;
  }

  /** Of one such round. */
  public Duration round() {
    return phase().dividedBy(2);
  }

  /** Alternating rounds where two ways to do the same are compared in this process. */
  int shortRounds() {
    return quick ? 4 : 10;
  }

  /** Of one such round. */
  Duration shortRound() {
    return Duration.ofMillis(quick ? 400 : 1_000);
  }

  int freshReads() {
    return quick ? 60 : 400;
  }

  Duration commitPhase() {
    return Duration.ofSeconds(quick ? 5 : Math.max(seconds, COMMIT_SECONDS));
  }

  Duration idle() {
    return Duration.ofSeconds(quick ? 5 : Math.max(seconds, 10));
  }
}
