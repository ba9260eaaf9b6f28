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

/**
 * How long reads wait for a connection while four in five connections are at work. The stack serves
 * {@code benchmarks/http/pool.yaml}, whose statements take time and no CPU: where the processors
 * are full first, the pool is never.
 */
public record BusyPool(BenchTarget target) {
  /** Of all connections, on average. */
  private static final double BUSY = 0.8;

  private static final int CONNECTIONS = 64;
  private static final int ROWS = 1_000;
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final double PERCENT = 100;
  private static final double MILLIS = 1_000;

  /** Takes about half a minute. */
  public Section measure() {
    ServiceMetrics metrics = ServiceMetrics.ofApi(target);
    // Different ones: requests for the same would share a statement.
    Requests requests =
        Requests.each(target.api(), n -> (n % 2 == 0 ? "/even/" : "/odd/") + (1 + n % ROWS));
    try (LoadGenerator load = new LoadGenerator(target.api(), CONNECTIONS)) {
      LoadReport warmUp = load.closed(requests, TIME, Long.MAX_VALUE);
      if (warmUp.failures() > 0) {
        throw new BenchException(
            "%,d reads of /odd and /even failed: bench --pool needs a stack of ./plimsoll up --example articles --catalog benchmarks/http/pool.yaml"
                .formatted(warmUp.failures()));
      }
      PoolWait first = PoolWait.of(metrics.now());
      LoadReport peak = load.closed(requests, TIME, Long.MAX_VALUE);
      ServiceMetrics.Page between = metrics.now();
      PoolWait before = PoolWait.of(between);
      double pool = between.total("hikaricp_connections_max", PoolWait.READER);
      double rate = BUSY * pool / before.since(first).heldSeconds();
      LoadReport report = load.open(requests, rate, TIME);
      PoolWait waited = PoolWait.of(metrics.now()).since(before);
      double seconds = report.elapsed().toMillis() / MILLIS;
      return Section.of(
              "Wait for a connection: statements of 5 ms, open loop that keeps %.0f %% of the pool busy"
                  .formatted(PERCENT * BUSY))
          .figure("peak", "rate", peak.perSecond(), "/s")
          .figure("peak", "refused", (double) peak.failures(), "")
          .figure("reads", "rate", report.perSecond(), "/s")
          .figure("reads", "refused", (double) report.failures(), "")
          .figure("pool", "connections", pool, "")
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
      throw new BenchException("interrupted while reads ran", e);
    }
  }
}
