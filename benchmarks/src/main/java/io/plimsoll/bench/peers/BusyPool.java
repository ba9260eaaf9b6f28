package io.plimsoll.bench.peers;

import io.plimsoll.bench.Bar;
import io.plimsoll.bench.BenchException;
import io.plimsoll.bench.BenchTarget;
import io.plimsoll.bench.Section;
import io.plimsoll.bench.ServiceMetrics;
import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import java.time.Duration;

/** How long reads wait for a connection while the pool has much to do and not too much. */
record BusyPool(BenchTarget target) {
  /** Of the rate that a closed loop of misses gets. */
  private static final double BUSY = 0.8;

  private static final Duration TIME = Duration.ofSeconds(10);
  private static final double PERCENT = 100;
  private static final double MILLIS = 1_000;

  /** Misses at a fixed rate, on so many connections. */
  Section measure(double peakPerSecond, int connections, Requests misses) {
    ServiceMetrics metrics = ServiceMetrics.ofApi(target);
    try (LoadGenerator load = new LoadGenerator(target.api(), connections)) {
      PoolWait before = PoolWait.of(metrics.now());
      LoadReport report = load.open(misses, BUSY * peakPerSecond, TIME);
      ServiceMetrics.Page after = metrics.now();
      PoolWait waited = PoolWait.of(after).since(before);
      double seconds = report.elapsed().toMillis() / MILLIS;
      double pool = after.total("hikaricp_connections_max", PoolWait.READER);
      return Section.of(
              "Wait for a connection: misses at %.0f %% of their peak".formatted(PERCENT * BUSY))
          .figure("misses", "rate", report.perSecond(), "/s")
          .figure("misses", "refused", (double) report.failures(), "")
          .figure("pool", "busy", PERCENT * waited.busySeconds() / pool / seconds, "%")
          .bar(
              Bar.atMost(
                  "waits beyond %d ms".formatted(PoolWait.LIMIT_MILLIS),
                  PERCENT * waited.lateShare(),
                  1,
                  "%"))
          .build();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while misses ran", e);
    }
  }
}
