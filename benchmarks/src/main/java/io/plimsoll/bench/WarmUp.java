package io.plimsoll.bench;

import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import java.io.PrintStream;
import java.time.Duration;
import java.util.StringJoiner;

/** Runs that are shown and not counted, so that a reader sees whether the JIT had finished. */
record WarmUp(int runs, PrintStream out) {
  private static final Duration RUN = Duration.ofSeconds(1);
  private static final long MOST = 100_000;

  void closed(String what, LoadGenerator load, Requests requests) {
    StringJoiner rates = new StringJoiner(" · ");
    for (int i = 0; i < runs; i++) {
      LoadReport report = load.closed(requests, RUN, MOST);
      rates.add("%,.0f".formatted(report.perSecond()));
    }
    print(what, "requests/s, second by second: " + rates);
  }

  void open(String what, LoadGenerator load, Requests requests, int perSecond)
      throws InterruptedException {
    StringJoiner medians = new StringJoiner(" · ");
    for (int i = 0; i < runs; i++) {
      LoadReport report = load.open(requests, perSecond, RUN);
      medians.add("%.2f".formatted(report.latencies().millisAt(50)));
    }
    print(what, "p50 ms, second by second: " + medians);
  }

  void print(String what, String how) {
    out.printf("  warm-up of %s: %s%n", what, how);
  }
}
