package io.plimsoll.system.staleness;

import java.util.List;
import java.util.Optional;

/**
 * Finds half of a transaction in an answer about several units: one that changed two of them and is
 * surely in what the answer says of one, and surely not in what it says of the other.
 */
final class Torn {
  private Torn() {}

  /** The unit that lacks the transaction. */
  static Optional<Finding> find(List<Finding> findings) {
    int newest = -1;
    for (Finding finding : findings) {
      newest = Math.max(newest, order(finding, finding.first()));
    }
    for (Finding without : findings) {
      Timeline timeline = without.timeline();
      for (int i = without.last() + 1; i < timeline.size() && order(without, i) <= newest; i++) {
        Commit commit = timeline.step(i).commit();
        if (findings.stream().anyMatch(with -> includes(with, commit))) {
          return Optional.of(without);
        }
      }
    }
    return Optional.empty();
  }

  private static int order(Finding finding, int index) {
    return finding.timeline().step(index).commit().order();
  }

  private static boolean includes(Finding with, Commit commit) {
    return commit.units().contains(with.unit()) && order(with, with.first()) >= commit.order();
  }
}
