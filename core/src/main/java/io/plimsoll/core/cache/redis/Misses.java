package io.plimsoll.core.cache.redis;

import java.util.Arrays;

/**
 * Questions in a row that got no answer, by partition: a connection whose other end is gone without
 * a word looks open for minutes. Each replacement that does not help doubles the patience.
 * Thread-safe.
 */
final class Misses {
  static final int PATIENCE = 3;
  private static final int LONGEST = 16 * PATIENCE;

  private final int[] inARow;
  private final int[] patience;

  Misses(int partitions) {
    this.inARow = new int[partitions];
    this.patience = new int[partitions];
    Arrays.fill(patience, PATIENCE);
  }

  synchronized void answered(int partition) {
    inARow[partition] = 0;
    patience[partition] = PATIENCE;
  }

  /** Whether the connection should be replaced now. */
  synchronized boolean missed(int partition) {
    inARow[partition]++;
    if (inARow[partition] < patience[partition]) {
      return false;
    }
    inARow[partition] = 0;
    patience[partition] = Math.min(2 * patience[partition], LONGEST);
    return true;
  }
}
