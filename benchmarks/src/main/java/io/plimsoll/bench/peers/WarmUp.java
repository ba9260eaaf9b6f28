package io.plimsoll.bench.peers;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells when a server that has just started is about as fast as it will be: its best of the last
 * rounds is hardly better than its best before. The busier it is kept, the longer a JVM compiles: a
 * fixed number of rounds would compare one that is done with one that is not.
 */
final class WarmUp {
  /** The last rounds, of which the best counts: some may be slow by chance. */
  private static final int LAST = 8;

  private static final double HARDLY = 1.03;

  private final List<Double> rates = new ArrayList<>();

  /** A round's rate. */
  void add(double rate) {
    rates.add(rate);
  }

  boolean isDone() {
    int before = rates.size() - LAST;
    return before > 0
        && best(rates.subList(before, rates.size())) <= HARDLY * best(rates.subList(0, before));
  }

  private static double best(List<Double> rates) {
    return rates.stream().mapToDouble(rate -> rate).max().orElseThrow();
  }
}
