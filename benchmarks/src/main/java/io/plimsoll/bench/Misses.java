package io.plimsoll.bench;

import io.plimsoll.bench.load.LoadGenerator;
import io.plimsoll.bench.load.LoadReport;
import io.plimsoll.bench.load.Requests;
import io.plimsoll.bench.load.Served;
import java.net.URI;

/** Requests that no one made before: each asks Postgres for one row and stores the answer. */
record Misses(URI api, BenchOptions options, WarmUp warmUp) {
  /** Entries stay in Redis for their TTL: this bounds what a run leaves there, about 100 MB. */
  private static final long MOST = 100_000;

  private static final int MOST_PER_SECOND = 1_000;

  Section measure() throws InterruptedException {
    long[] next = {Long.MAX_VALUE - System.currentTimeMillis() * 1_000};
    Requests requests =
        Requests.each(api, n -> "/articles?status=published&limit=1&after=" + next[0]--);
    int rate = Math.min(options.rate() / 2 + 1, MOST_PER_SECOND);
    try (LoadGenerator load = new LoadGenerator(api, HitLatency.CONNECTIONS)) {
      warmUp.open("misses", load, requests, rate);
      LoadReport open = load.open(requests, rate, options.phase());
      warmUp.closed("misses", load, requests);
      LoadReport closed = load.closed(requests, options.phase(), MOST);
      String closedLoop = "closed loop, %d connections".formatted(HitLatency.CONNECTIONS);
      return Section.of("Miss over HTTP, one row by index and a fill")
          .run("open loop, %,d/s".formatted(rate), open, Served.MISS)
          .figure(closedLoop, "rate", closed.perSecond(), "/s")
          .onlyServed(closedLoop, closed, Served.MISS)
          .build();
    }
  }
}
