package io.plimsoll.system.pgbench;

import java.util.ArrayList;
import java.util.List;

/** Spans of time, ordered, in microseconds since 1970, both ends included. */
record Spans(List<Span> spans) {
  static final Spans ALWAYS = of(Long.MIN_VALUE, Long.MAX_VALUE);

  Spans {
    spans = List.copyOf(spans);
  }

  record Span(long from, long to) {}

  static Spans of(long from, long to) {
    return new Spans(List.of(new Span(from, to)));
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  /** The time that is in both. */
  Spans and(Spans other) {
    List<Span> both = new ArrayList<>();
    for (Span one : spans) {
      for (Span two : other.spans) {
        long from = Math.max(one.from, two.from);
        long to = Math.min(one.to, two.to);
        if (from <= to) {
          both.add(new Span(from, to));
        }
      }
    }
    return new Spans(both);
  }

  /** In milliseconds relative to a moment. */
  String relativeTo(long micros) {
    StringBuilder text = new StringBuilder();
    for (Span span : spans) {
      text.append('[').append(millis(span.from, micros)).append(" … ");
      text.append(millis(span.to, micros)).append(" ms] ");
    }
    return spans.isEmpty() ? "never" : text.toString().strip();
  }

  private static String millis(long at, long micros) {
    if (at == Long.MIN_VALUE || at == Long.MAX_VALUE) {
      return at < 0 ? "ever" : "end";
    }
    return "%+.1f".formatted((at - micros) / 1_000.0);
  }
}
