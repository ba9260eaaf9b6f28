package io.plimsoll.bench;

import java.time.Duration;

/** What the worker costs while nobody writes; its heartbeat goes on. */
record IdleCpu(ProcessCpu process, BenchOptions options) {
  private static final double LIMIT_PERCENT = 25;
  private static final Duration SETTLE = Duration.ofSeconds(3);

  Section measure() throws InterruptedException {
    Thread.sleep(SETTLE);
    Duration before = process.total();
    long start = System.nanoTime();
    Thread.sleep(options.idle());
    Duration used = process.total().minus(before);
    double percent = 100.0 * used.toNanos() / (System.nanoTime() - start);
    return Section.of("cdc-invalidator without writes, over " + options.idle().toSeconds() + " s")
        .figure("cdc-invalidator", "CPU", percent, "% of a core")
        .bar(Bar.atMost("idle CPU", percent, LIMIT_PERCENT, "%"))
        .build();
  }
}
