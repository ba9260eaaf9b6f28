package io.plimsoll.bench;

import io.plimsoll.bench.load.Latencies;
import io.plimsoll.core.freshness.Xid;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How long after the return of its commit what was before it left the tiers.
 *
 * @param l1 the cache in the process
 * @param redis Redis
 * @param every the later one of both, commit by commit
 * @param missing commits that were not seen to be applied in both
 */
record Departures(Latencies l1, Latencies redis, Latencies every, long missing) {

  /** Joins what three observers saw. */
  static Departures of(
      List<CommitLoad.Committed> committed, Map<Xid, OwnL1.Applied> inL1, Steps inRedis) {
    Latencies l1 = new Latencies();
    Latencies redis = new Latencies();
    Latencies every = new Latencies();
    long missing = 0;
    for (CommitLoad.Committed commit : committed) {
      OwnL1.Applied applied = inL1.get(commit.xid());
      OptionalLong seen =
          applied == null ? OptionalLong.empty() : inRedis.when(applied.commitEnd());
      if (applied == null || seen.isEmpty()) {
        missing++;
      } else {
        long from = commit.returnedNanos();
        l1.record(from, applied.atNanos());
        redis.record(from, seen.getAsLong());
        // No overflow: two moments of one clock.
        long later =
            seen.getAsLong() - applied.atNanos() > 0 ? seen.getAsLong() : applied.atNanos();
        every.record(from, later);
      }
    }
    return new Departures(l1, redis, every, missing);
  }
}
