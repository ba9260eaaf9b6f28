package io.plimsoll.bench;

import io.plimsoll.bench.load.Answer;
import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import io.plimsoll.bench.load.Served;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * CPU of a hit over HTTP against the same answer from a server's memory: closed loops of one
 * client, in alternating rounds, so that a machine that changes its pace changes it for both.
 */
final class HitCost {
  private static final String SERVICE = "api-service";
  private static final double LIMIT = 3;
  private static final double NANOS_PER_MICRO = 1_000;
  private static final long MOST = 10_000_000;

  private final URI api;
  private final ProcessCpu process;
  private final ServiceMetrics metrics;
  private final Redis redis;
  private final Served tier;
  private final BenchOptions options;
  private final WarmUp warmUp;

  HitCost(BenchTarget target, Redis redis, Served tier, BenchOptions options, WarmUp warmUp) {
    this.api = target.api();
    this.process = new ProcessCpu(SERVICE, target.apiPid());
    this.metrics = ServiceMetrics.ofApi(target);
    this.redis = redis;
    this.tier = tier;
    this.options = options;
    this.warmUp = warmUp;
  }

  /** One round; CPU in µs for each request. */
  private record Round(LoadReport report, double serverMicros, double redisMicros) {
    double both() {
      return serverMicros + redisMicros;
    }
  }

  Section measure(List<String> paths, Answer sample) {
    try (MemoryProcess memory = MemoryProcess.start(sample, JvmFlags.of(process.pid()));
        LoadGenerator hits = new LoadGenerator(api, HitLatency.CONNECTIONS);
        LoadGenerator fromMemory = new LoadGenerator(memory.uri(), HitLatency.CONNECTIONS)) {
      ProcessCpu memoryCpu = new ProcessCpu("the memory server", memory.pid());
      Requests requests = Requests.cycle(api, paths);
      warmUp.closed("hits", hits, requests);
      warmUp.closed("the same answer from memory", fromMemory, requests);
      double before = metrics.allocatedBytes();
      List<Round> hitRounds = new ArrayList<>();
      List<Round> memoryRounds = new ArrayList<>();
      for (int i = 0; i < options.rounds(); i++) {
        hitRounds.add(round(hits, requests, process::total, redis::cpu));
        memoryRounds.add(round(fromMemory, requests, memoryCpu::total, () -> Duration.ZERO));
      }
      long answers = hitRounds.stream().mapToLong(r -> r.report().answers()).sum();
      double bytes = (metrics.allocatedBytes() - before) / answers;
      return section(hitRounds, memoryRounds, bytes);
    }
  }

  private Round round(
      LoadGenerator load,
      Requests requests,
      Supplier<Duration> server,
      Supplier<Duration> redisServer) {
    Duration serverBefore = server.get();
    Duration redisBefore = redisServer.get();
    LoadReport report = load.closed(requests, options.round(), MOST);
    return new Round(
        report,
        micros(server.get().minus(serverBefore), report),
        micros(redisServer.get().minus(redisBefore), report));
  }

  private static double micros(Duration cpu, LoadReport report) {
    return cpu.toNanos() / NANOS_PER_MICRO / report.answers();
  }

  private Section section(List<Round> hits, List<Round> memory, double bytes) {
    double base = median(memory, Round::serverMicros);
    double withRedis = median(hits, Round::both) / base;
    String rounds =
        "closed loop, %d connections, median of %d rounds"
            .formatted(HitLatency.CONNECTIONS, hits.size());
    String hit = tier.label() + " hit";
    String ratio = "hit ÷ bare server";
    Section.Builder section =
        Section.of(
                "CPU of a hit in %s over HTTP and of the same answer from a bare server; %s"
                    .formatted(tier.label(), rounds))
            .figure(hit, "rate", median(hits, r -> r.report().perSecond()), "/s")
            .figure(hit, "API", median(hits, Round::serverMicros), "µs CPU")
            .figure(hit, "Redis", median(hits, Round::redisMicros), "µs CPU")
            .figure(hit, "allocates", bytes, "bytes")
            .figure("bare server", "rate", median(memory, r -> r.report().perSecond()), "/s")
            .figure("bare server", "server", base, "µs CPU")
            .figure(ratio, "API alone", median(hits, Round::serverMicros) / base, "×")
            .figure(ratio, "with Redis's own", withRedis, "×")
            .bar(
                Bar.atMost("CPU of a hit, Redis's included, ÷ bare server", withRedis, LIMIT, "×"));
    for (int i = 0; i < hits.size(); i++) {
      String round = "  round " + (i + 1);
      section
          .figure(round, "hit", hits.get(i).both(), "µs CPU")
          .figure(round, "rate", hits.get(i).report().perSecond(), "/s")
          .figure(round, "bare server", memory.get(i).both(), "µs CPU")
          .figure(round, "rate", memory.get(i).report().perSecond(), "/s")
          .onlyServed(round.strip(), hits.get(i).report(), tier);
    }
    return section.build();
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
    double[] sorted = rounds.stream().mapToDouble(value).toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
