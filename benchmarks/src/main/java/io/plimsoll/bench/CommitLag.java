package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.core.record.InvalidationStats.Stage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From a commit until it is applied in Redis, under a steady rate of commits: of every commit, as
 * the worker reports it, and of some, as seen from outside.
 */
record CommitLag(
    BenchTarget target, Database database, Redis redis, BenchOptions options, WarmUp warmUp) {
  private static final double P50_LIMIT = 10;
  private static final double P99_LIMIT = 30;

  /** Below this share of the wanted rate the figures are of another load. */
  private static final double RATE_SHARE = 0.98;

  /** The worker publishes once a second: what it saw before is out by then. */
  private static final Duration DRAIN = Duration.ofMillis(2_500);

  /** What one run of the load gave. */
  private record Run(CommitLoad.Report load, Latencies probed, StageStats stages) {}

  Section measure(Articles articles) throws InterruptedException {
    Duration warm = Duration.ofSeconds(options.warmUps());
    Run before = run(articles, warm);
    warmUp.print(
        "commits",
        "%d s, worker's p50 %.2f ms"
            .formatted(warm.toSeconds(), before.stages().of(Stage.COMMIT_TO_APPLIED).millisAt(50)));
    return section(run(articles, options.commitPhase()));
  }

  private Run run(Articles articles, Duration time) throws InterruptedException {
    CommitLoad load = new CommitLoad(database, articles.written());
    RedisProbe probe = new RedisProbe(target, database, redis, articles.probed());
    Thread.sleep(DRAIN);
    try (StatsTopic stats = new StatsTopic(target);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      stats.fromNow();
      Future<Latencies> probing = thread.submit(probe::run);
      CommitLoad.Report report;
      try {
        report = load.run(options.commits(), time);
      } finally {
        probe.stop();
      }
      Latencies probed = probing.get();
      return new Run(report, probed, stats.until(report.commits() + probed.count()));
    } catch (ExecutionException e) {
      throw new BenchException("the probe failed: " + e.getCause(), e);
    }
  }

  private Section section(Run run) {
    Latencies every = run.stages().of(Stage.COMMIT_TO_APPLIED);
    Section.Builder section =
        Section.of("commit → invalidated in Redis at %,d commits/s".formatted(options.commits()))
            .latencies("every commit, by the worker", every)
            .latencies("from outside", run.probed());
    for (Stage stage : List.of(Stage.values())) {
      if (stage != Stage.COMMIT_TO_APPLIED) {
        Latencies part = run.stages().of(stage);
        section
            .figure("  " + stage.label(), "p50", part.millisAt(50), "ms")
            .figure("  " + stage.label(), "p99", part.millisAt(99), "ms");
      }
    }
    long commits = run.load().commits() + run.probed().count();
    return section
        .figure("commits", "rate", run.load().perSecond(), "/s")
        .figure("commits", "p50", run.load().latencies().millisAt(50), "ms")
        .figure("commits", "p99", run.load().latencies().millisAt(99), "ms")
        .bar(Bar.atMost("every commit, p50", every.millisAt(50), P50_LIMIT, "ms"))
        .bar(Bar.atMost("every commit, p99", every.millisAt(99), P99_LIMIT, "ms"))
        .bar(Bar.atMost("from outside, p50", run.probed().millisAt(50), P50_LIMIT, "ms"))
        .bar(Bar.atMost("from outside, p99", run.probed().millisAt(99), P99_LIMIT, "ms"))
        .bar(
            Bar.atLeast(
                "commits per second", run.load().perSecond(), options.commits() * RATE_SHARE, "/s"))
        .bar(
            Bar.atLeast("commits told by the worker", (double) every.count(), (double) commits, ""))
        .bar(Bar.none("new epochs meanwhile", run.stages().epochs()))
        .build();
  }
}
