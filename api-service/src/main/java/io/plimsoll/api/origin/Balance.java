package io.plimsoll.api.origin;

import io.plimsoll.core.config.BalancePolicy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/** Picks one of several standbys that will do. Thread-safe. */
@FunctionalInterface
interface Balance {
  /**
   * One of them.
   *
   * @param fit places in the list of standbys, at least one
   */
  int pick(List<Integer> fit);

  /**
   * By a policy.
   *
   * @param running how many reads are under way at the standby of a place
   * @param below a random number from 0 to below the given one
   */
  static Balance of(BalancePolicy policy, IntUnaryOperator running, IntUnaryOperator below) {
    return switch (policy) {
      case ROUND_ROBIN -> roundRobin();
      case RANDOM -> fit -> fit.get(below.applyAsInt(fit.size()));
      case LEAST_LOADED -> leastLoaded(running);
    };
  }

  private static Balance roundRobin() {
    AtomicInteger turn = new AtomicInteger();
    return fit -> fit.get(Math.floorMod(turn.getAndIncrement(), fit.size()));
  }

  /** Those that have equally much to do take turns: else the first would do it all. */
  private static Balance leastLoaded(IntUnaryOperator running) {
    AtomicInteger turn = new AtomicInteger();
    return fit -> {
      int first = Math.floorMod(turn.getAndIncrement(), fit.size());
      int best = fit.get(first);
      int least = running.applyAsInt(best);
      for (int i = 1; i < fit.size(); i++) {
        int other = fit.get((first + i) % fit.size());
        int load = running.applyAsInt(other);
        if (load < least) {
          best = other;
          least = load;
        }
      }
      return best;
    };
  }
}
