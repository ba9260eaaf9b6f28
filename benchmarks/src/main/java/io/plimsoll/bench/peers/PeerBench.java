package io.plimsoll.bench.peers;

import io.plimsoll.bench.Articles;
import io.plimsoll.bench.Bar;
import io.plimsoll.bench.BenchException;
import io.plimsoll.bench.BenchOptions;
import io.plimsoll.bench.BenchTarget;
import io.plimsoll.bench.Database;
import io.plimsoll.bench.Fill;
import io.plimsoll.bench.JvmFlags;
import io.plimsoll.bench.ProcessCpu;
import io.plimsoll.bench.Section;
import io.plimsoll.bench.load.Answer;
import io.plimsoll.bench.load.HttpProbe;
import io.plimsoll.bench.load.Served;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures a running stack beside its peers, all in turns in one run. With the cache of the process
 * on: hits against nginx and Varnish, many connections, misses and overload. With it off: hits in
 * Redis against Spring Boot's.
 */
public final class PeerBench {
  private static final int CONNECTIONS = 64;
  private static final int MANY = 1_000;
  private static final int OVERLOAD = 10;
  private static final int KEYS = 1_000;

  /** What a miss stores stays in Redis for its TTL: this bounds what a run leaves there. */
  private static final Duration MISS_ROUND = Duration.ofSeconds(2);

  private static final long MISSES_OF_A_ROUND = 100_000_000;
  private static final String MISSES = "/articles?status=published&limit=1&after=";

  private final BenchTarget target;
  private final BenchOptions options;
  private final Path springJar;
  private final Path folder;
  private final Wrk wrk;
  private final Wrk decoded;
  private final Wrk spread;
  private final Wrk missing;
  private final ProcessCpu api;
  private final String path;
  private final Answer answer;
  private long next = System.currentTimeMillis() * 1_000;

  /**
   * Fills the cache with the one answer that is asked for.
   *
   * @param springJar the Spring peer, built
   * @param folder for the peers' files and logs
   */
  public PeerBench(BenchTarget target, BenchOptions options, Path springJar, Path folder) {
    this.target = target;
    this.options = options;
    this.springJar = springJar;
    this.folder = folder;
    Resources resources = new Resources(folder);
    this.wrk = new Wrk(resources.write("hits.lua", Map.of(), "report.lua"));
    this.decoded = new Wrk(resources.write("decoded.lua", Map.of(), "decoded.lua", "report.lua"));
    Articles articles = Articles.of(new Database(target));
    this.spread =
        new Wrk(
            resources.write(
                "spread.lua", Map.of("paths", paths(articles)), "spread.lua", "report.lua"));
    this.missing = new Wrk(resources.write("misses.lua", Map.of(), "misses.lua", "report.lua"));
    this.api = new ProcessCpu("api-service", target.apiPid());
    this.path = Articles.path(articles.hits().getFirst());
    try (HttpProbe probe = new HttpProbe(target.api())) {
      Fill.untilHit(probe, path);
      this.answer = Fill.untilHit(probe, path); // by now in the nearest tier
    }
  }

  private static String paths(Articles articles) {
    return articles.written().stream()
        .limit(KEYS)
        .map(id -> '"' + Articles.path(id) + '"')
        .collect(Collectors.joining(", "));
  }

  /**
   * Measures.
   *
   * @param done takes each subject when it is measured
   */
  public List<Section> measure(Consumer<Section> done) {
    List<Section> sections = new ArrayList<>();
    Consumer<Section> add =
        section -> {
          sections.add(section);
          done.accept(section);
        };
    if (answer.served() == Served.L1) {
      add.accept(staticPeers());
      add.accept(oneConnection());
      add.accept(manyConnections());
    }
    springPeer(add);
    if (answer.served() == Served.L1) {
      add.accept(underLoad());
    }
    return sections;
  }

  private URI uri() {
    return target.api().resolve(path);
  }

  private Contender plimsoll(String name, int connections) {
    return plimsoll(name, wrk, connections);
  }

  private Contender plimsoll(String name, Wrk asks, int connections) {
    return Contender.of(name, asks, uri(), connections, api::total);
  }

  private Contender misses(String name, URI server, Supplier<Duration> cpu) {
    return misses(name, server, CONNECTIONS, cpu);
  }

  private Contender misses(String name, URI server, int connections, Supplier<Duration> cpu) {
    return new Contender(
        name,
        time -> {
          next -= MISSES_OF_A_ROUND; // more than any asks
          return missing.run(server, connections, time, MISSES, Long.toString(next));
        },
        cpu);
  }

  private void alternate(Duration round, Contender... contenders) {
    Turns turns = new Turns(contenders);
    turns.warmUp(options.mostWarmUps());
    turns.measure(options.rounds(), round);
  }

  private void alternateMisses(Contender... contenders) {
    alternate(MISS_ROUND, contenders);
  }

  private String how(int connections) {
    return "wrk, closed loop, %d connections, median of %d rounds in turns"
        .formatted(connections, options.rounds());
  }

  private Section staticPeers() {
    try (StaticPeers peers = StaticPeers.start(new Resources(folder), path, answer)) {
      Contender hit = plimsoll("Plimsoll, L1 hit", CONNECTIONS);
      Contender inFull = plimsoll("Plimsoll, L1 hit, decoded", decoded, CONNECTIONS);
      Contender nginx = of("nginx, static file", wrk, peers.nginx());
      Contender varnish = of("Varnish, memory hit", wrk, peers.varnish());
      alternate(options.round(), hit, inFull, nginx, varnish);
      Section.Builder section =
          Section.of("L1 hit against the same bytes from nginx and Varnish; " + how(CONNECTIONS));
      List.of(hit, inFull, nginx, varnish).forEach(each -> each.figures(section));
      return section
          .bar(ratio("throughput, L1 hit ÷ nginx", hit, nginx, 1.0))
          .bar(
              Bar.atMost(
                  "CPU of a request, L1 hit ÷ nginx",
                  hit.cpuMicros() / nginx.cpuMicros(),
                  1.2,
                  "×"))
          .bar(ratio("throughput, L1 hit ÷ Varnish", hit, varnish, 1.5))
          .bar(clean(hit))
          .bar(clean(inFull))
          .build();
    }
  }

  private static Contender of(String name, Wrk asks, PeerProcess peer) {
    return Contender.of(name, asks, peer.uri(), CONNECTIONS, peer::cpu);
  }

  private Section oneConnection() {
    Contender one = plimsoll("Plimsoll, L1 hit", 1);
    alternate(options.round(), one);
    Section.Builder section = Section.of("L1 hit; " + how(1));
    one.figures(section);
    return section.bar(Bar.atMost("p50 of one connection", one.p50Micros(), 120, "µs")).build();
  }

  private Section manyConnections() {
    Contender many = plimsoll("Plimsoll, L1 hit", MANY);
    alternate(options.round(), many);
    Section.Builder section = Section.of("L1 hit; " + how(MANY));
    many.figures(section);
    return section
        .bar(
            Bar.atMost("p99 of %,d connections".formatted(MANY), many.p99Micros() / 1e3, 100, "ms"))
        .bar(clean(many))
        .build();
  }

  private void springPeer(Consumer<Section> add) {
    try (PeerProcess spring =
        SpringPeer.start(springJar, target, JvmFlags.of(target.apiPid()), folder, path)) {
      if (answer.served() == Served.REDIS) {
        add.accept(redisHits(spring));
      }
      if (answer.served() == Served.L1) {
        add.accept(missesBeside(spring));
      }
    }
  }

  private Section redisHits(PeerProcess spring) {
    Contender hit = plimsoll("Plimsoll, validated Redis hit", CONNECTIONS);
    Contender cacheable = of("Spring Boot, @Cacheable hit", wrk, spring);
    Contender hits = plimsoll("Plimsoll, hits of many keys", spread, CONNECTIONS);
    Contender cacheables = of("Spring Boot, hits of many keys", spread, spring);
    alternate(options.round(), hit, cacheable, hits, cacheables);
    Section.Builder section = Section.of("Redis hit against Spring Boot's; " + how(CONNECTIONS));
    List.of(hit, cacheable, hits, cacheables).forEach(each -> each.figures(section));
    return section
        .bar(ratio("throughput, validated Redis hit ÷ @Cacheable hit", hit, cacheable, 4.5))
        .bar(
            Bar.atMost(
                "CPU of a request, validated Redis hit ÷ @Cacheable hit",
                hit.cpuMicros() / cacheable.cpuMicros(),
                0.2,
                "×"))
        .bar(clean(hit))
        .bar(clean(hits))
        .build();
  }

  private Section missesBeside(PeerProcess spring) {
    Contender miss = misses("Plimsoll, miss with checked fill", target.api(), api::total);
    Contender uncached = misses("Spring Boot, miss", spring.uri().resolve("/"), spring::cpu);
    alternateMisses(miss, uncached);
    Section.Builder section = Section.of("Miss against Spring Boot's; " + how(CONNECTIONS));
    List.of(miss, uncached).forEach(each -> each.figures(section));
    return section
        .bar(ratio("throughput, miss ÷ Spring Boot's", miss, uncached, 2.5))
        .bar(clean(miss))
        .build();
  }

  /** Ten times the connections, which ask again as soon as they are answered or refused. */
  private Section underLoad() {
    Contender peak = misses("misses at the peak", target.api(), api::total);
    Contender over = misses("misses, overload", target.api(), CONNECTIONS * OVERLOAD, api::total);
    alternateMisses(peak, over);
    return overload(peak, over);
  }

  private static Section overload(Contender peak, Contender over) {
    Section.Builder section =
        Section.of(
            "Overload: misses with %d and with %d connections"
                .formatted(CONNECTIONS, CONNECTIONS * OVERLOAD));
    List.of(peak, over).forEach(each -> each.figures(section));
    return section
        .figure("overload", "good answers", over.goodPerSecond(), "/s")
        .figure("overload", "refused", (double) over.refused(), "")
        .bar(
            Bar.atLeast(
                "goodput under overload ÷ peak",
                over.goodPerSecond() / peak.goodPerSecond(),
                0.8,
                "×"))
        .bar(Bar.none("broken under overload", over.broken()))
        .build();
  }

  private static Bar ratio(String name, Contender ours, Contender theirs, double least) {
    if (theirs.refused() + theirs.broken() > 0) {
      throw new BenchException(theirs.name() + " refused requests: nothing to compare with");
    }
    return Bar.atLeast(name, ours.perSecond() / theirs.perSecond(), least, "×");
  }

  private static Bar clean(Contender contender) {
    return Bar.none(
        contender.name() + ": refused or broken", contender.refused() + contender.broken());
  }
}
