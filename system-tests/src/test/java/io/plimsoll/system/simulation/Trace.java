package io.plimsoll.system.simulation;

import java.util.ArrayList;
import java.util.List;

/** What happened: a hash of all of it, and the last of it in words. */
final class Trace {
  private static final int KEPT = 4096;

  private record Note(long at, String what, String text, long a, long b) {
    @Override
    public String toString() {
      return "%10.3f ms  %-22s %s %d %d".formatted(at / 1_000.0, what, text, a, b);
    }
  }

  private final Scheduler time;
  private final Note[] notes = new Note[KEPT];
  private long count;
  private long hash = 1;

  Trace(Scheduler time) {
    this.time = time;
  }

  void note(String what, String text, long a, long b) {
    hash = hash * 31 + time.now();
    hash = hash * 31 + what.hashCode();
    hash = hash * 31 + text.hashCode();
    hash = (hash * 31 + a) * 31 + b;
    notes[(int) (count++ % KEPT)] = new Note(time.now(), what, text, a, b);
  }

  long hash() {
    return hash;
  }

  /** The last of it, oldest first. */
  List<String> last(int wanted) {
    List<String> lines = new ArrayList<>();
    for (long i = Math.max(0, count - Math.min(wanted, KEPT)); i < count; i++) {
      lines.add(notes[(int) (i % KEPT)].toString());
    }
    return lines;
  }
}
