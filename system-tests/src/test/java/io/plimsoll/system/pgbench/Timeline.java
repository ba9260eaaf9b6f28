package io.plimsoll.system.pgbench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Every value that one row had: from the time of the commit that made it, which is before anybody
 * could see it, to when the next one was visible.
 */
final class Timeline<V> {
  private final List<Long> begins = new ArrayList<>();
  private final List<Long> visible = new ArrayList<>();
  private final List<V> values = new ArrayList<>();

  Timeline(V initial) {
    begins.add(Long.MIN_VALUE);
    visible.add(Long.MIN_VALUE);
    values.add(initial);
  }

  /** Commits of one row come in order: the next one waits for its lock. */
  void add(long committed, long visibleBy, V value) {
    if (committed < begins.getLast()) {
      throw new IllegalStateException(
          "a commit at %d follows one at %d".formatted(committed, begins.getLast()));
    }
    begins.add(committed);
    visible.add(visibleBy);
    values.add(value);
  }

  V last() {
    return values.getLast();
  }

  /** When a reader of Postgres could see a value like this. */
  Spans when(Predicate<V> wanted) {
    List<Spans.Span> spans = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (wanted.test(values.get(i))) {
        boolean isLast = i + 1 == values.size();
        long end = isLast ? Long.MAX_VALUE : visible.get(i + 1);
        spans.add(new Spans.Span(begins.get(i), end));
      }
    }
    return new Spans(spans);
  }
}
