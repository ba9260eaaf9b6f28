package io.plimsoll.system.simulation;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The primary: transaction ids, snapshots, a log with positions, visibility apart from the commit
 * record, and crashes that lose the log's end and use its ids and positions again.
 */
final class Postgres {
  private final Scheduler time;
  private final Trace trace;
  private final Truth truth;
  private final List<Transaction> wal = new ArrayList<>();
  private final Map<Long, Transaction> running = new TreeMap<>();
  private final boolean[] locked = new boolean[Rows.COUNT];
  private final List<Runnable> flushListeners = new ArrayList<>();
  private long[] visible = new long[Rows.COUNT];
  private long nextXid = 1_000;
  private long latestCompleted = 999;
  private long insert = 10_000;
  private long flushed = 10_000;
  private int life;
  private int incarnations;
  private String incarnation = "";
  private @Nullable Transaction incarnationOf;
  private long downUntil;
  private long crashedAt;

  Postgres(Scheduler time, Trace trace, Truth truth) {
    this.time = time;
    this.trace = trace;
    this.truth = truth;
  }

  void onFlush(Runnable listener) {
    flushListeners.add(listener);
  }

  boolean up() {
    return time.now() >= downUntil;
  }

  /** Since when there is this history of it. */
  long upSince() {
    return crashedAt;
  }

  int life() {
    return life;
  }

  long insertPosition() {
    return insert;
  }

  long flushedPosition() {
    return flushed;
  }

  List<Transaction> wal() {
    return wal;
  }

  /** Where the last heartbeat ends. */
  long lastBeat() {
    for (int i = wal.size() - 1; i >= 0; i--) {
      if (wal.get(i).isBeat()) {
        return wal.get(i).commitEnd;
      }
    }
    return 0;
  }

  long nextXid() {
    return nextXid;
  }

  /** As a read sees it. */
  Incarnation incarnation() {
    return new Incarnation(incarnationWaits() ? "" : incarnation);
  }

  /** Whether it was made by a heartbeat that is not visible: who asks for one waits for that. */
  boolean incarnationWaits() {
    return incarnationOf != null && incarnationOf.visibleAt == Transaction.NOT_YET;
  }

  /** What plimsoll.ensure_incarnation() does in a statement of its own. */
  Incarnation ensureIncarnation() {
    return ensureIncarnation(null);
  }

  /** What it does in a heartbeat. */
  Incarnation ensureIncarnation(@Nullable Transaction beat) {
    if (incarnation.isEmpty()) {
      incarnation = "i" + ++incarnations;
      incarnationOf = beat;
      trace.note("incarnation", incarnation, life, 0);
    }
    return new Incarnation(incarnation);
  }

  /** What the preflight asks for when it finds the log shorter than what was published. */
  void renewIncarnation() {
    incarnation = "";
    crashedAt = time.now();
  }

  Transaction begin() {
    Transaction begun = new Transaction(nextXid++, life);
    running.put(begun.xid, begun);
    return begun;
  }

  /**
   * Writes a row, or deletes it: version 0.
   *
   * @return false when another transaction has written the row and not ended
   */
  boolean write(Transaction transaction, int row, long version) {
    boolean own = transaction.writes.containsKey(row);
    if (version == 0 && visible[row] == 0 && !own) {
      return true; // A row that is not there is not deleted, and not waited for.
    }
    if (locked[row] && !own) {
      return false;
    }
    locked[row] = true;
    transaction.writes.put(row, version);
    return true;
  }

  /** False when another transaction has written an article and not ended. */
  boolean truncateArticles(Transaction transaction) {
    transaction.truncates = true;
    for (int row = 0; row < Rows.ARTICLES; row++) {
      if (locked[row] && !transaction.writes.containsKey(row)) {
        return false;
      }
      locked[row] = true;
      transaction.writes.put(row, 0L);
    }
    return true;
  }

  /** Appends the commit record; nobody sees the transaction yet. */
  void log(Transaction transaction) {
    insert += 8 + time.below(56);
    transaction.commitEnd = insert;
    transaction.committedAt = time.now();
    wal.add(transaction);
    truth.committed(transaction);
    trace.note("commit-logged", "", transaction.xid, insert);
  }

  void flush(long position) {
    if (position > flushed) {
      flushed = Math.min(position, insert);
      trace.note("flushed", "", flushed, 0);
      flushListeners.forEach(Runnable::run);
    }
  }

  /** Leaves the list of running transactions: from now on snapshots see it. */
  void show(Transaction transaction) {
    end(transaction);
    transaction.visibleAt = time.now();
    if (!transaction.writes.isEmpty()) {
      transaction.applyTo(visible);
      truth.visible(time.now(), visible);
    }
    trace.note("visible", "", transaction.xid, transaction.commitEnd);
  }

  void abort(Transaction transaction) {
    end(transaction);
    trace.note("aborted", "", transaction.xid, 0);
  }

  private void end(Transaction transaction) {
    running.remove(transaction.xid);
    latestCompleted = Math.max(latestCompleted, transaction.xid);
    transaction.writes.keySet().forEach(row -> locked[row] = false);
  }

  /** What pg_current_snapshot() says. */
  Stamp.Primary snapshot() {
    long xmax = latestCompleted + 1;
    long xmin = xmax;
    List<Xid> among = new ArrayList<>();
    for (long xid : running.keySet()) {
      xmin = Math.min(xmin, xid);
      if (xid < xmax) {
        among.add(new Xid(xid));
      }
    }
    return new Stamp.Primary(new Xid(xmin), new Xid(xmax), among);
  }

  /** What pg_current_snapshot() says on a standby: nothing is running there. */
  Stamp.Primary snapshotOf(Standby standby) {
    long xmax = 1_000;
    for (Transaction transaction : wal) {
      if (transaction.commitEnd <= standby.replayed()) {
        xmax = Math.max(xmax, transaction.xid + 1);
      }
    }
    return new Stamp.Primary(new Xid(xmax), new Xid(xmax), List.of());
  }

  long[] versions(int[] rows) {
    long[] versions = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      versions[i] = visible[rows[i]];
    }
    return versions;
  }

  /**
   * Loses the log behind a position and everything that was not committed: a crash when that is
   * what was flushed, a promotion when it is what the standby had.
   */
  void crash(long keep, long downMicros) {
    long least = leastXidAfter(keep);
    crash(keep, time.between(least, Math.max(nextXid, least) + 1), downMicros);
  }

  /** The first id that can be used again. */
  long leastXidAfter(long keep) {
    return 1
        + wal.stream()
            .filter(transaction -> transaction.commitEnd <= keep)
            .mapToLong(transaction -> transaction.xid)
            .max()
            .orElse(999);
  }

  /** The same with the next id given. */
  void crash(long keep, long next, long downMicros) {
    wal.removeIf(transaction -> transaction.commitEnd > keep);
    long[] survived = new long[Rows.COUNT];
    for (Transaction transaction : wal) {
      transaction.applyTo(survived);
      transaction.visibleAt = Math.min(transaction.visibleAt, time.now());
    }
    running.clear();
    java.util.Arrays.fill(locked, false);
    visible = survived;
    nextXid = next;
    latestCompleted = nextXid - 1;
    insert = keep;
    flushed = keep;
    incarnation = Rule.crashEndsTheIncarnation() ? "" : incarnation;
    incarnationOf = null;
    life++;
    crashedAt = time.now();
    downUntil = time.now() + downMicros;
    truth.crashed(time.now(), survived);
    trace.note("crash", "", keep, nextXid);
  }

  /** Where the log stands, as a read on the primary tells it. */
  Lsn position() {
    return new Lsn(insert);
  }
}
