package io.plimsoll.system.staleness;

import java.util.List;

/** One unit's states in commit order. Immutable. */
final class Timeline {
  private final List<Step> steps;
  private final long[] supersededAt;

  /**
   * @param acknowledged when each step's commit had returned at the latest, in nanoseconds; a
   *     commit is visible at the latest when a later one of the same unit has returned
   */
  Timeline(List<Step> steps, long[] acknowledged) {
    this.steps = List.copyOf(steps);
    this.supersededAt = new long[acknowledged.length];
    long first = Long.MAX_VALUE;
    for (int i = acknowledged.length - 1; i >= 0; i--) {
      supersededAt[i] = first;
      first = Math.min(first, acknowledged[i]);
    }
  }

  Step step(int index) {
    return steps.get(index);
  }

  int size() {
    return steps.size();
  }

  /** When everybody could see a newer state than this one, at the latest. */
  long supersededAt(int index) {
    return supersededAt[index];
  }

  /** The last step that shows this; -1 when none ever did. */
  int last(Kind kind, Seen seen) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (kind.show(steps.get(i).state()).equals(seen)) {
        return i;
      }
    }
    return -1;
  }

  /** The first step that shows this and was not superseded before the moment. */
  int first(Kind kind, Seen seen, int last, long moment) {
    int first = last;
    for (int i = last - 1; i >= 0 && supersededAt[i] >= moment; i--) {
      if (kind.show(steps.get(i).state()).equals(seen)) {
        first = i;
      }
    }
    return first;
  }

  /** The last step whose commit ends at this WAL position or before. */
  int upTo(long lsn) {
    int index = steps.size() - 1;
    while (steps.get(index).commit().end() > lsn) {
      index--;
    }
    return index;
  }

  /** The step that this commit made, or -1. */
  int indexOf(Commit commit) {
    for (int i = steps.size() - 1; i >= 0 && steps.get(i).commit().order() >= commit.order(); i--) {
      if (steps.get(i).commit().order() == commit.order()) {
        return i;
      }
    }
    return -1;
  }
}
