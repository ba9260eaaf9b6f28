package io.plimsoll.api.load;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a gate does, as meters, and once a second at most as a line in the log. Thread-safe. */
final class GateMetrics {
  private static final Logger log = LoggerFactory.getLogger(GateMetrics.class);
  private static final long QUIET_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String POOL = "pool";

  private final String pool;
  private final Gate gate;
  private final MeterRegistry registry;
  private final Timer wait;
  private final Counter together;
  private final AtomicLong untold = new AtomicLong();
  private final AtomicLong due = new AtomicLong(System.nanoTime());

  GateMetrics(String pool, Gate gate, MeterRegistry registry) {
    this.pool = pool;
    this.gate = gate;
    this.registry = registry;
    this.wait =
        Timer.builder("plimsoll.load.wait")
            .description("wait for a place in front of the pool")
            .tags(POOL, pool)
            .serviceLevelObjectives(
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(25),
                Duration.ofMillis(100),
                Duration.ofMillis(250))
            .register(registry);
    this.together =
        Counter.builder("plimsoll.load.together")
            .description("reads that had waited and were brought by the statement of another")
            .tags(POOL, pool)
            .register(registry);
    Gauge.builder("plimsoll.load.running", gate, g -> g.load().running())
        .description("statements that have a place")
        .tags(POOL, pool)
        .register(registry);
    Gauge.builder("plimsoll.load.waiting", gate, g -> g.load().waiting())
        .description("requests that wait for a place")
        .tags(POOL, pool)
        .register(registry);
  }

  void waited(long nanos) {
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }

  void together(int reads) {
    together.increment(reads);
  }

  void shed(String query, Shed why) {
    registry
        .counter("plimsoll.load.shed", POOL, pool, "query", query, "reason", why.label())
        .increment();
    untold.incrementAndGet();
    long now = System.nanoTime();
    long at = due.get();
    if (now - at >= 0 && due.compareAndSet(at, now + QUIET_NANOS)) {
      Gate.Load load = gate.load();
      log.warn(
          "code=overloaded pool={} shed={} running={} waiting={} places={} query={} reason={}: requests were turned away with 503; raise pool.max, add standbys or make the query faster",
          pool,
          untold.getAndSet(0),
          load.running(),
          load.waiting(),
          load.places(),
          query,
          why.label());
    }
  }
}
