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
 * From the return of a commit until no tier serves what was before it, under a steady rate of
 * commits: of every commit in Redis and in a cache in a process, and of some as a reader of the API
 * sees it. Beside it the worker's own figure, which begins at Postgres's commit timestamp.
 */
record CommitLag(BenchTarget target, Database database, BenchOptions options, WarmUp warmUp) {
  private static final double P50_LIMIT = 6;
  private static final double P99_LIMIT = 15;

  /** Below this share of the wanted rate the figures are of another load. */
  private static final double RATE_SHARE = 0.98;

  /** The worker publishes once a second: what it saw before is out by then. */
  private static final Duration DRAIN = Duration.ofMillis(2_500);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  /** What one run of the load gave. */
  private record Run(
      CommitLoad.Report load,
      Departures departures,
      Latencies overHttp,
      StageStats stages,
      long epochs) {}

  Section measure(Articles articles) throws InterruptedException {
    Duration warm = Duration.ofSeconds(options.warmUps());
    Run before = run(articles, warm);
    warmUp.print(
        "commits",
        "%d s, every tier's p50 %.2f ms"
            .formatted(warm.toSeconds(), before.departures().every().millisAt(50)));
    return section(run(articles, options.commitPhase()));
  }

  private Run run(Articles articles, Duration time) throws InterruptedException {
    CommitLoad load = new CommitLoad(database, articles.written());
    HttpSamples samples = new HttpSamples(target, database, articles.probed());
    Thread.sleep(DRAIN);
    try (StatsTopic topic = new StatsTopic(target, "invalidation-stats");
        OwnL1 l1 = new OwnL1(target);
        RedisSteps redis = new RedisSteps(target);
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      l1.start();
      redis.start();
      topic.fromNow();
      Future<Latencies> sampling = thread.submit(samples::run);
      CommitLoad.Report report;
      try {
        report = load.run(options.commits(), time);
      } finally {
        samples.stop();
      }
      Latencies overHttp = sampling.get();
      Departures departures = departures(report, l1, redis);
      StageStats stages = new StageStats();
      topic.until(() -> stages.records() >= report.commits() + overHttp.count(), stages::add);
      return new Run(report, departures, overHttp, stages, l1.epochs());
    } catch (ExecutionException e) {
      throw new BenchException("the reads over HTTP failed: " + e.getCause(), e);
    }
  }

  private static Departures departures(CommitLoad.Report report, OwnL1 l1, RedisSteps redis)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Departures seen = Departures.of(report.committed(), l1.applied(), redis.steps());
      if (seen.missing() == 0 || System.nanoTime() > deadline) {
        return seen;
      }
      Thread.sleep(PAUSE);
    }
  }

  private Section section(Run run) {
    Departures gone = run.departures();
    Section.Builder section =
        Section.of(
                "commit → not served by any tier, from the return of the commit, at %,d commits/s, profile %s"
                    .formatted(options.commits(), target.profile()))
            .latencies("every tier, every commit", gone.every())
            .latencies("over HTTP, read included", run.overHttp());
    figures(section, "  Redis, looked at each 0.5 ms", gone.redis());
    figures(section, "  L1, of this process", gone.l1());
    Latencies byWorker = run.stages().of(Stage.COMMIT_TO_APPLIED);
    section.latencies("commit timestamp → applied", byWorker);
    for (Stage stage : List.of(Stage.values())) {
      if (stage != Stage.COMMIT_TO_APPLIED) {
        figures(section, "  " + stage.label(), run.stages().of(stage));
      }
    }
    section.figure("commits", "rate", run.load().perSecond(), "/s");
    figures(section, "commits", run.load().latencies());
    if (target.lowLatency()) {
      bars(section, "every tier", gone.every());
      bars(section, "over HTTP", run.overHttp());
    }
    long commits = run.load().commits() + run.overHttp().count();
    return section
        .bar(
            Bar.atLeast(
                "commits per second", run.load().perSecond(), options.commits() * RATE_SHARE, "/s"))
        .bar(Bar.none("commits not seen to leave every tier", gone.missing()))
        .bar(
            Bar.atLeast(
                "commits told by the worker", (double) byWorker.count(), (double) commits, ""))
        .bar(Bar.none("new epochs meanwhile", run.stages().epochs() + run.epochs()))
        .build();
  }

  private static void figures(Section.Builder section, String group, Latencies latencies) {
    section
        .figure(group, "p50", latencies.millisAt(50), "ms")
        .figure(group, "p99", latencies.millisAt(99), "ms");
  }

  private static void bars(Section.Builder section, String what, Latencies latencies) {
    section
        .bar(Bar.atMost(what + ", p50", latencies.millisAt(50), P50_LIMIT, "ms"))
        .bar(Bar.atMost(what + ", p99", latencies.millisAt(99), P99_LIMIT, "ms"));
  }
}
