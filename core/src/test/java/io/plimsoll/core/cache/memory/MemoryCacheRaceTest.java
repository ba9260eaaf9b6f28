package io.plimsoll.core.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.CacheKey;
import io.plimsoll.core.cache.Content;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.Fill;
import io.plimsoll.core.cache.Lookup;
import io.plimsoll.core.cache.Position;
import io.plimsoll.core.cache.Proof;
import io.plimsoll.core.cache.Query;
import io.plimsoll.core.cache.TestTime;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.freshness.Incarnation;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Mark;
import io.plimsoll.core.freshness.Stamp;
import io.plimsoll.core.freshness.Xid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Readers without a lock against a stream of changes: a hit never shows a version older than one
 * whose change had been applied before the lookup began. Every change may be applied before it is
 * visible, as on a real origin.
 */
final class MemoryCacheRaceTest {
  private static final int KEYS = 3;
  private static final int CHANGES = 4_000;
  private static final Incarnation INCARNATION = new Incarnation("i1");

  private final TestTime time = new TestTime();
  private final MemoryCache cache =
      new MemoryCache(1 << 20, time.clock(), () -> UUID.randomUUID().toString());
  private final Origin origin = new Origin();
  private final AtomicLongArray applied = new AtomicLongArray(KEYS);
  private final LongAdder hits = new LongAdder();
  private final LongAdder stored = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private volatile boolean done;

  /** A table with a version in each row, and at most one transaction that still runs. */
  private static final class Origin {
    private final long[] versions = new long[KEYS];
    private long next = 1;

    private record Read(long version, Stamp stamp) {}

    synchronized Read read(int key) {
      Xid horizon = new Xid(next);
      return new Read(versions[key], new Stamp.Primary(horizon, horizon, List.of()));
    }

    synchronized void commit(long xid, int key) {
      versions[key] = xid;
      next = xid + 1;
    }
  }

  @Test
  void hit_isNeverOlderThanWhatHadBeenApplied() throws InterruptedException, ExecutionException {
    List<Future<?>> threads = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
      for (int i = 0; i < 2; i++) {
        SplittableRandom random = new SplittableRandom(i);
        threads.add(pool.submit(() -> read(random)));
      }
      threads.add(pool.submit(this::change));
      for (Future<?> thread : threads) {
        thread.get();
      }
    }
    assertThat(hits.sum()).isPositive();
    assertThat(stored.sum()).isPositive();
    assertThat(refused.sum()).isPositive();
  }

  private void read(SplittableRandom random) {
    while (!done) {
      int key = random.nextInt(KEYS);
      Query query = new Query(new CacheKey("k" + key), List.of("t" + key), Duration.ofHours(1));
      long atLeast = applied.get(key);
      switch (get(cache.lookup(query))) {
        case Lookup.Hit hit -> {
          String body = new String(hit.entry().content().body(), StandardCharsets.UTF_8);
          assertThat(Long.parseLong(body)).isGreaterThanOrEqualTo(atLeast);
          hits.increment();
        }
        case Lookup.Miss miss -> fill(query, miss, origin.read(key));
        case Lookup.Bypass bypass -> Thread.onSpinWait();
      }
    }
  }

  private void fill(Query query, Lookup.Miss miss, Origin.Read read) {
    byte[] body = Long.toString(read.version()).getBytes(StandardCharsets.UTF_8);
    Fill fill =
        new Fill(
            query,
            miss.admission(),
            new Proof(read.stamp(), INCARNATION, "s"),
            new Content(true, "e", body),
            Duration.ofHours(1),
            Duration.ZERO);
    switch (get(cache.fill(fill))) {
      case Fill.Outcome.Stored yes -> stored.increment();
      case Fill.Outcome.Refused no -> refused.increment();
    }
  }

  private void change() {
    SplittableRandom random = new SplittableRandom(99);
    try {
      Control control = open(0);
      for (int xid = 1; xid <= CHANGES; xid++) {
        if (xid % 500 == 0) {
          control = open(xid);
        }
        int key = random.nextInt(KEYS);
        boolean decodedFirst = random.nextBoolean();
        if (!decodedFirst) {
          origin.commit(xid, key);
        }
        apply(control, xid, List.of("t" + key));
        applied.set(key, xid);
        if (decodedFirst) {
          for (int spin = 0; spin < 200; spin++) {
            Thread.onSpinWait(); // Readers meet the change before it is visible.
          }
          origin.commit(xid, key);
        }
      }
    } finally {
      done = true;
    }
  }

  private Control open(long xid) {
    Position position = new Position("topic", 2 * xid);
    return get(cache.open(INCARNATION, position, Lsn.NONE, "s"));
  }

  private void apply(Control control, long xid, List<String> tags) {
    Mark mark = new Mark(new Xid(xid), new Lsn(xid));
    long beat = time.clock().now().orElseThrow() - 1_000_000 + xid;
    Position expected = get(cache.control()).orElse(control).position();
    Batch.Outcome outcome =
        get(
            cache.apply(
                new Batch(
                    control.epoch(),
                    expected,
                    new Position("topic", expected.offset() + 1),
                    mark.commitEnd(),
                    List.of(new Batch.Change(mark, tags)),
                    Optional.of(new Watermark(beat, mark.commitEnd(), mark.xid())),
                    Optional.of(new Mark(new Xid(xid - 1), new Lsn(xid - 1))))));
    assertThat(outcome).isInstanceOf(Batch.Outcome.Applied.class);
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
