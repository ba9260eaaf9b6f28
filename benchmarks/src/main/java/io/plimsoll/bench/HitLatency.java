package io.plimsoll.bench;

import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import io.plimsoll.bench.load.Served;
import java.net.URI;
import java.util.List;

/**
 * How long a hit over HTTP takes at a moderate rate.
 *
 * @param tier that all hits must come from
 */
record HitLatency(URI api, Served tier, BenchOptions options, WarmUp warmUp) {
  static final int CONNECTIONS = 64;

  Section measure(List<String> paths) throws InterruptedException {
    Requests requests = Requests.cycle(api, paths);
    try (LoadGenerator load = new LoadGenerator(api, CONNECTIONS)) {
      warmUp.open("hits", load, requests, options.rate());
      LoadReport report = load.open(requests, options.rate(), options.phase());
      return Section.of(tier.label() + " hit over HTTP, GET /articles/{id}")
          .run("open loop, %,d/s".formatted(options.rate()), report, tier)
          .build();
    }
  }
}
