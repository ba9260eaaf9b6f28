package io.plimsoll.core.config;

/** Which of several fit standbys is asked. */
public enum BalancePolicy {
  /** One after the other. */
  ROUND_ROBIN,
  /** Any. */
  RANDOM,
  /** The one with the fewest of this instance's reads under way. */
  LEAST_LOADED
}
