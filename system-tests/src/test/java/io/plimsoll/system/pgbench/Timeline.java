package io.plimsoll.system.pgbench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Every value that one row had, with the time of the commit that made it. */
final class Timeline<V> {
  /**
   * A commit takes its time, then is flushed, then becomes visible: so long the value before it may
   * still be read. It is also what the promise's bound allows for sockets and clocks.
   */
  static final long COMMITTING_MICROS = 100_000;

  private final List<Long> begins = new ArrayList<>();
  private final List<V> values = new ArrayList<>();

  Timeline(V initial) {
    begins.add(Long.MIN_VALUE);
    values.add(initial);
  }

  /** Commits of one row come in order: the next one waits for its lock. */
  void add(long committed, V value) {
    if (committed < begins.getLast()) {
      throw new IllegalStateException(
          "a commit at %d follows one at %d".formatted(committed, begins.getLast()));
    }
    begins.add(committed);
    values.add(value);
  }

  V last() {
    return values.getLast();
  }

  int size() {
    return values.size();
  }

  /** When a reader of Postgres could see a value like this. */
  Spans when(Predicate<V> wanted) {
    List<Spans.Span> spans = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (wanted.test(values.get(i))) {
        boolean isLast = i + 1 == values.size();
        long end = isLast ? Long.MAX_VALUE : begins.get(i + 1) + COMMITTING_MICROS;
        spans.add(new Spans.Span(begins.get(i), end));
      }
    }
    return new Spans(spans);
  }
}
