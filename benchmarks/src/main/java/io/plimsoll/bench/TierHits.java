package io.plimsoll.bench;

import io.plimsoll.core.cache.Cache;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Hits of the two tiers at the cache's own interface, where an API instance meets them: the same
 * questions and answers, one caller, 64 under way on the one connection to Redis.
 */
record TierHits(BenchTarget target, Redis redis, BenchOptions options) {
  private static final int KEYS = 1_000;
  private static final int MARKS = 200;
  private static final long MEMORY = 64L << 20;
  private static final double RATIO = 3;
  private static final Duration TTL = Duration.ofMinutes(10);
  private static final Incarnation INCARNATION = new Incarnation("bench");
  private static final Xid NEWEST = new Xid(10_000);

  Section measure(byte[] body) throws InterruptedException {
    try (OwnRedis own = new OwnRedis(target);
        MemoryCache memory = new MemoryCache(MEMORY, own.clock(), () -> "bench")) {
      List<Query> questions = LongStream.range(0, KEYS).mapToObj(Partition::question).toList();
      fill(own.cache(), questions, body, own.timeMicros());
      fill(memory, questions, body, own.timeMicros());
      Rival nearest = new Rival("L1 hit", time -> hits(memory, questions, time));
      Rival shared = new Rival("Redis hit", time -> hits(own.cache(), questions, time));
      Rival.alternate(
          List.of(nearest, shared),
          options.shortRounds(),
          options.shortRound(),
          new CpuClock().and("Redis", redis::cpu));
      return section(nearest, shared);
    }
  }

  private static void fill(Cache cache, List<Query> questions, byte[] body, long nowMicros) {
    Partition partition = Partition.open(cache, INCARNATION, MARKS, NEWEST, nowMicros);
    Xid next = new Xid(NEWEST.value() + 1);
    Proof proof =
        new Proof(new Stamp.Primary(next, next, List.of()), INCARNATION, Partition.SHAPES);
    for (Query question : questions) {
      Fill.Outcome outcome =
          Partition.done(
              cache.fill(
                  new Fill(
                      question,
                      partition.admission(),
                      proof,
                      new Content(true, "bench", body),
                      TTL,
                      Duration.ofMillis(1))));
      if (!(outcome instanceof Fill.Outcome.Stored)) {
        throw new BenchException("the bench's own cache did not take an answer: " + outcome);
      }
    }
  }

  private static Rival.Count hits(Cache cache, List<Query> questions, Duration time)
      throws InterruptedException {
    return Pipeline.run(
        time, n -> cache.lookup(questions.get((int) (n % KEYS))).thenApply(Partition::isHit));
  }

  private Section section(Rival nearest, Rival shared) {
    Section.Builder section =
        Section.of(
            "L1 hit against Redis hit, without HTTP; one caller, %d rounds in turns"
                .formatted(options.shortRounds()));
    nearest.figures(section);
    shared.figures(section);
    return section
        .bar(
            Bar.atLeast(
                "throughput of L1 hits ÷ Redis hits",
                nearest.perSecond() / shared.perSecond(),
                RATIO,
                "×"))
        .bar(Bar.none("lookups that were no hit", nearest.failed() + shared.failed()))
        .build();
  }
}
