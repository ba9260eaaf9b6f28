package io.plimsoll.system.simulation;

import java.util.LinkedHashMap;
import java.util.Map;

/** A transaction of the fake Postgres. Times are virtual µs. */
final class Transaction {
  static final long NOT_YET = Long.MAX_VALUE;

  final long xid;
  final int life;
  final Map<Integer, Long> writes = new LinkedHashMap<>();
  boolean truncates;

  /** Whether it registers the shapes of the API. */
  boolean registers;

  long beatMicros = -1;
  String beatIncarnation = "";
  long commitEnd;
  long committedAt;
  long visibleAt = NOT_YET;

  /**
   * Begins.
   *
   * @param life of the server, between two crashes
   */
  Transaction(long xid, int life) {
    this.xid = xid;
    this.life = life;
  }

  boolean isBeat() {
    return beatMicros >= 0;
  }

  void applyTo(long[] state) {
    writes.forEach((row, version) -> state[row] = version);
  }
}
