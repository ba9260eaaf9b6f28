package io.plimsoll.system.simulation;

import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import java.util.List;

/** Replays the log late, and shows what it has replayed. */
final class Standby {
  private final Postgres primary;
  private final Actor actor;
  private final Scheduler time;
  private final long lagMicros;
  private List<Transaction> own = List.of();
  private boolean diverged;
  private long replayed;

  Standby(String name, Postgres primary, Scheduler time) {
    this.primary = primary;
    this.actor = new Actor(name);
    this.time = time;
    this.lagMicros = time.chance(0.7) ? time.between(100, 5_000) : time.between(5_000, 400_000);
    this.replayed = primary.flushedPosition();
    primary.onFlush(this::received);
  }

  String name() {
    return actor.name();
  }

  Actor actor() {
    return actor;
  }

  /** What pg_last_wal_replay_lsn() says. */
  long replayed() {
    return replayed;
  }

  private void received() {
    long upTo = primary.flushedPosition();
    int life = primary.life();
    long delay = time.between(20, 2 * lagMicros);
    long inside = time.chance(0.3) ? 2 : 0; // It may stand before the end of a commit.
    replayTo(upTo - inside, life, delay);
    if (inside > 0) {
      replayTo(upTo, life, delay + time.between(100, 50_000));
    }
  }

  private void replayTo(long position, int life, long delay) {
    time.in(
        actor,
        delay,
        () -> {
          if (primary.life() == life && !diverged) {
            replayed = Math.max(replayed, position);
          }
        });
  }

  /** The new primary's history is shorter. */
  void rewindTo(long position) {
    if (!diverged) {
      replayed = Math.min(replayed, position);
    }
  }

  /** Another one was promoted that had less: this one goes on showing what is lost for a while. */
  void divergeUntil(long micros, long keep) {
    own = List.copyOf(primary.wal());
    diverged = true;
    time.in(
        micros - time.now(),
        () -> {
          diverged = false;
          rewindTo(keep);
        });
  }

  private List<Transaction> log() {
    return diverged ? own : primary.wal();
  }

  long[] versions(int[] rows) {
    long[] state = new long[Rows.COUNT];
    for (Transaction transaction : log()) {
      if (transaction.commitEnd <= replayed) {
        transaction.applyTo(state);
      }
    }
    long[] versions = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      versions[i] = state[rows[i]];
    }
    return versions;
  }

  /** The heartbeat's row: t0, or −1, and the incarnation. */
  long beatMicros() {
    Transaction beat = beat();
    return beat == null ? -1 : beat.beatMicros;
  }

  Lsn beatEnd() {
    Transaction beat = beat();
    return beat == null ? Lsn.NONE : new Lsn(beat.commitEnd);
  }

  Incarnation incarnation() {
    Transaction beat = beat();
    return beat == null ? Incarnation.UNKNOWN : new Incarnation(beat.beatIncarnation);
  }

  private @org.jspecify.annotations.Nullable Transaction beat() {
    List<Transaction> wal = log();
    for (int i = wal.size() - 1; i >= 0; i--) {
      if (wal.get(i).isBeat() && wal.get(i).commitEnd <= replayed) {
        return wal.get(i);
      }
    }
    return null;
  }
}
