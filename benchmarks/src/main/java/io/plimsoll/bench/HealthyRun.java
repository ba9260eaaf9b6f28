package io.plimsoll.bench;

import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import io.plimsoll.core.metrics.QueryStats.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Reads of many answers while some of the rows change: what share of the answers that Postgres gave
 * was not stored, and what share of the requests could not use the cache. Whether a refusal was
 * false, that is whether the answer would have stayed right, only Postgres's future knows: all
 * refusals are counted, which bounds the false ones from above.
 */
record HealthyRun(BenchTarget target, Database database, BenchOptions options, WarmUp warmUp) {
  private static final int WRITES = 50;
  private static final int LISTS_PERCENT = 10;
  private static final int AUTHORS = 20;
  private static final int PATHS = 20_000;
  private static final long SEED = 7;
  private static final double REFUSED_PERCENT = 1;
  private static final double BYPASSED_PERCENT = 0.1;

  /** The API publishes its counts once a second. */
  private static final Duration DRAIN = Duration.ofMillis(2_500);

  Section measure(List<Long> articles) throws InterruptedException {
    Requests requests = Requests.cycle(target.api(), paths(articles));
    try (LoadGenerator load = new LoadGenerator(target.api(), HitLatency.CONNECTIONS);
        StatsTopic stats = new StatsTopic(target, "query-stats");
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      warmUp.open("healthy run", load, requests, options.rate());
      Thread.sleep(DRAIN);
      stats.fromNow();
      CommitLoad writes = new CommitLoad(database, articles);
      Future<CommitLoad.Report> writing = thread.submit(() -> writes.run(WRITES, options.phase()));
      LoadReport report = load.open(requests, options.rate(), options.phase());
      long commits = writing.get().commits();
      ReadTotals totals = new ReadTotals();
      stats.until(() -> totals.requests() >= report.answers(), totals::add);
      return section(report, commits, totals);
    } catch (ExecutionException e) {
      throw new BenchException("the writes failed: " + e.getCause(), e);
    }
  }

  /** Articles, and lists of an author's, which change with each of them. */
  private static List<String> paths(List<Long> articles) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < PATHS; i++) {
      paths.add(
          random.nextInt(100) < LISTS_PERCENT
              ? "/users/" + (1 + random.nextInt(AUTHORS)) + "/articles"
              : Articles.path(articles.get(random.nextInt(articles.size()))));
    }
    return paths;
  }

  private Section section(LoadReport report, long commits, ReadTotals totals) {
    Section.Builder section =
        Section.of(
                "Healthy run: %,d reads/s of many answers, %d writes/s among them; all refusals, false or not"
                    .formatted(options.rate(), WRITES))
            .latencies("reads", report.latencies())
            .figure("of", "commits", (double) commits, "");
    for (Outcome outcome : Outcome.values()) {
      totals
          .reasons(outcome)
          .forEach((reason, count) ->
              section.figure(
                  outcome.name().toLowerCase(java.util.Locale.ROOT), reason, (double) count, ""));
    }
    section.figure("fills", "offered", (double) totals.fills(), "");
    totals
        .refusals()
        .forEach((reason, count) -> section.figure("fills", reason, (double) count, ""));
    return section
        .bar(
            Bar.atMost(
                "refused of all fills",
                percent(totals.refused(), totals.fills()),
                REFUSED_PERCENT,
                "%"))
        .bar(
            Bar.atMost(
                "bypasses of all requests",
                percent(totals.of(Outcome.BYPASS), totals.requests()),
                BYPASSED_PERCENT,
                "%"))
        .bar(
            Bar.atLeast(
                "requests told by the API",
                (double) totals.requests(),
                (double) report.answers(),
                ""))
        .bar(Bar.none("failures", report.failures() + totals.of(Outcome.ERROR)))
        .build();
  }

  /** Of nothing it is no number, which passes no bar. */
  private static double percent(long part, long whole) {
    return 100.0 * part / whole;
  }
}
