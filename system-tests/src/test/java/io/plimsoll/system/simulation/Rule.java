package io.plimsoll.system.simulation;

/**
 * Rules that are not in Java but in SQL or in the order of two statements. The fakes keep them; a
 * mutant does not.
 */
final class Rule {
  private Rule() {}

  /** {@code pg_advisory_xact_lock} first: a beat gets its id when the one before is visible. */
  static boolean beatsWaitForEachOther() {
    return true;
  }

  /** t0 is from before the heartbeat's commit, not from when it is decoded. */
  static boolean beatTimeIsReadBefore() {
    return true;
  }

  /** A standby's replay LSN is fetched before the read's snapshot. */
  static boolean replayIsReadBefore() {
    return true;
  }

  /** A crash empties the incarnation's table. */
  static boolean crashEndsTheIncarnation() {
    return true;
  }

  /** The snapshot is of the statement that reads the data. */
  static boolean snapshotIsTheReads() {
    return true;
  }

  /** A standby's reads are stamped with its replay LSN, not with its snapshot. */
  static boolean standbysStampByPosition() {
    return true;
  }

  /** Marks carry the end of the commit, not the position of a row. */
  static boolean marksAreCommitEnds() {
    return true;
  }

  /** The capture compares the slot with the end of the topic before it begins. */
  static boolean captureChecksTheSlot() {
    return true;
  }

  /** A sample of Redis's clock counts from when it was asked for. */
  static boolean clockCountsFromTheQuestion() {
    return true;
  }
}
