package io.plimsoll.bench;

import java.time.Duration;

/**
 * What the worker costs while nobody writes; its heartbeat goes on.
 *
 * @param barred whether there is a bar: the low-latency profile pays with this
 */
record IdleCpu(ProcessCpu process, boolean barred, BenchOptions options) {
  private static final double LIMIT_PERCENT = 25;
  private static final Duration SETTLE = Duration.ofSeconds(3);

  Section measure() throws InterruptedException {
    Thread.sleep(SETTLE);
    Duration before = process.total();
    long start = System.nanoTime();
    Thread.sleep(options.idle());
    Duration used = process.total().minus(before);
    double percent = 100.0 * used.toNanos() / (System.nanoTime() - start);
    Section.Builder section =
        Section.of("cdc-invalidator without writes, over " + options.idle().toSeconds() + " s")
            .figure("cdc-invalidator", "CPU", percent, "% of a core");
    if (barred) {
      section.bar(Bar.atMost("idle CPU", percent, LIMIT_PERCENT, "%"));
    }
    return section.build();
  }
}
