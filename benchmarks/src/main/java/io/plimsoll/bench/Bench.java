package io.plimsoll.bench;

import io.plimsoll.bench.load.Answer;
import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.LoadException;
import io.plimsoll.bench.load.Served;
import io.plimsoll.bench.peers.BusyPool;
import io.plimsoll.bench.peers.PeerBench;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Measures a running stack, about five minutes with the default options. It needs the machine for
 * itself: everything it reports includes its own share of the CPU.
 *
 * <p>It changes titles and {@code updated_at} of articles, and puts the titles back.
 */
public final class Bench {
  private static final int OK = 200;

  private final BenchTarget target;
  private final BenchOptions options;
  private final PrintStream out;
  private final WarmUp warmUp;
  private final List<Section> sections = new ArrayList<>();

  private Bench(BenchTarget target, BenchOptions options, PrintStream out) {
    this.target = target;
    this.options = options;
    this.out = out;
    this.warmUp = new WarmUp(options.warmUps(), out);
  }

  /**
   * Measures everything, printing each part when it is done.
   *
   * @param out progress and results as text; for JSON on standard output give standard error, and
   *     print {@link BenchResult#toJson}
   * @return all figures and bars; a missed bar is a result, not an exception
   * @throws BenchException when something cannot be measured: exit code 2
   */
  public static BenchResult run(BenchTarget target, BenchOptions options, PrintStream out)
      throws InterruptedException {
    try {
      return new Bench(target, options, out).measure();
    } catch (LoadException e) {
      throw new BenchException("the load: " + e.getMessage(), e);
    }
  }

  /**
   * The same beside nginx, Varnish and Spring Boot, which must be installed; wrk is the client.
   *
   * @param springJar the Spring peer, built
   * @param folder for the peers' files and logs
   */
  public static BenchResult runPeers(
      BenchTarget target, BenchOptions options, Path springJar, Path folder, PrintStream out) {
    return run(
        target,
        options,
        out,
        done -> new PeerBench(target, options, springJar, folder).measure(done));
  }

  /** How long reads wait for a connection; the stack serves {@code benchmarks/http/pool.yaml}. */
  public static BenchResult runPool(BenchTarget target, BenchOptions options, PrintStream out) {
    return run(
        target,
        options,
        out,
        done -> {
          Section waits = new BusyPool(target).measure();
          done.accept(waits);
          return List.of(waits);
        });
  }

  private static BenchResult run(
      BenchTarget target,
      BenchOptions options,
      PrintStream out,
      Function<Consumer<Section>, List<Section>> measure) {
    target.admin().forEach(Bench::requireReady);
    Machine machine = Machine.here();
    out.print(BenchText.head(options.command(), options.quick(), machine));
    List<Section> sections =
        measure.apply(section -> {
          out.print(BenchText.of(section));
          out.flush();
        });
    out.print(BenchText.verdict(sections));
    return new BenchResult(options.command(), options.quick(), machine, sections);
  }

  private BenchResult measure() throws InterruptedException {
    target.admin().forEach(Bench::requireReady);
    Machine machine = Machine.here();
    out.print(BenchText.head(options.command(), options.quick(), machine));
    Database database = new Database(target);
    Articles articles = Articles.of(database);
    List<String> paths = articles.hits().stream().map(Articles::path).toList();
    try (Redis redis = new Redis(target)) {
      Answer sample = fill(paths);
      Served tier = sample.served();
      byte[] body = sample.body();
      add(new HitLatency(target.api(), tier, options, warmUp).measure(paths));
      add(new HitCost(target, redis, tier, options, warmUp).measure(paths, sample));
      add(new TierHits(target, redis, options).measure(body));
      add(new Misses(target.api(), options, warmUp).measure());
      add(new FillCost(target, database, redis, options).measure(body, articles.written()));
      add(new HealthyRun(target, database, options, warmUp).measure(articles.written()));
      add(new FreshReads(target, database, options, warmUp).measure(articles.fresh()));
      add(new CommitLag(target, database, options, warmUp).measure(articles));
    }
    add(
        new IdleCpu(
                new ProcessCpu("cdc-invalidator", target.cdcPid()), !target.lowLatency(), options)
            .measure());
    out.print(BenchText.verdict(sections));
    return new BenchResult(options.command(), options.quick(), machine, sections);
  }

  private void add(Section section) {
    sections.add(section);
    out.print(BenchText.of(section));
    out.flush();
  }

  /**
   * Into the nearest tier: a hit in a farther one brings the answer nearer. Returns the last one's
   * answer; all are about as long.
   */
  private Answer fill(List<String> paths) {
    try (HttpProbe probe = new HttpProbe(target.api())) {
      for (int i = 0; i < 2; i++) {
        paths.forEach(path -> Fill.untilHit(probe, path));
      }
      return Fill.untilHit(probe, paths.getLast());
    }
  }

  private static void requireReady(String service, URI admin) {
    try (HttpProbe probe = new HttpProbe(admin)) {
      int status = probe.get("/readyz").status();
      if (status != OK) {
        throw new BenchException(
            "%s is not ready: GET %s/readyz gave %d, see its body"
                .formatted(service, admin, status));
      }
    }
  }
}
