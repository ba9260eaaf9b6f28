package io.plimsoll.system.staleness;

/** A unit's state from a commit on. */
record Step(Commit commit, State state) {}
