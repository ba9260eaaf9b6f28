package io.plimsoll.system.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * All states that the database ever was in, by two clocks of its own: as transactions became
 * visible on the primary, and as they lie in the log, which is what standbys show.
 */
final class Truth {
  /** A state and since when it was what the primary showed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Shown(long since, long[] state) {}

  /** A state of the log behind a transaction; null is a crash. */
  @SuppressWarnings("ArrayRecordComponent") // never compared as a record
  private record Logged(long[] state, Transaction transaction, long crashedAt) {}

  private final List<Shown> shown = new ArrayList<>();
  private final List<Logged> logged = new ArrayList<>();

  Truth() {
    shown.add(new Shown(0, new long[Rows.COUNT]));
    logged.add(new Logged(new long[Rows.COUNT], new Transaction(0, 0), 0));
    logged.getFirst().transaction().visibleAt = 0;
  }

  void visible(long now, long[] state) {
    shown.add(new Shown(now, state.clone()));
  }

  void committed(Transaction transaction) {
    long[] state = logged.getLast().state().clone();
    transaction.applyTo(state);
    logged.add(new Logged(state, transaction, Transaction.NOT_YET));
  }

  /** What was lost is gone from here on. */
  void crashed(long now, long[] survived) {
    shown.add(new Shown(now, survived.clone()));
    logged.add(new Logged(survived.clone(), new Transaction(0, 0), now));
  }

  long[] current() {
    return shown.getLast().state();
  }

  long[] currentOf(int[] rows) {
    long[] versions = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      versions[i] = current()[rows[i]];
    }
    return versions;
  }

  /** Whether these rows had these versions together at some moment not before {@code from}. */
  boolean held(int[] rows, long[] versions, long from, boolean standbys) {
    return heldOnPrimary(rows, versions, from) || (standbys && heldInLog(rows, versions, from));
  }

  private boolean heldOnPrimary(int[] rows, long[] versions, long from) {
    long until = Long.MAX_VALUE;
    for (int i = shown.size() - 1; i >= 0 && until > from; i--) {
      if (same(rows, versions, shown.get(i).state())) {
        return true;
      }
      until = shown.get(i).since();
    }
    return false;
  }

  private boolean heldInLog(int[] rows, long[] versions, long from) {
    long until = Long.MAX_VALUE;
    for (int i = logged.size() - 1; i >= 0 && until > from; i--) {
      Logged step = logged.get(i);
      if (same(rows, versions, step.state())) {
        return true;
      }
      if (step.crashedAt() != Transaction.NOT_YET) {
        until = Math.min(until, step.crashedAt());
      } else if (touches(rows, step.transaction())) {
        until = Math.min(until, step.transaction().visibleAt);
      }
    }
    return false;
  }

  private static boolean touches(int[] rows, Transaction transaction) {
    for (int row : rows) {
      if (transaction.writes.containsKey(row)) {
        return true;
      }
    }
    return false;
  }

  private static boolean same(int[] rows, long[] versions, long[] state) {
    for (int i = 0; i < rows.length; i++) {
      if (state[rows[i]] != versions[i]) {
        return false;
      }
    }
    return true;
  }
}
