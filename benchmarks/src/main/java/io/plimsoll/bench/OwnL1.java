package io.plimsoll.bench;

import io.plimsoll.core.cache.Batch;
import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.Watermark;
import io.plimsoll.core.cache.memory.MemoryCache;
import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.Xid;
import io.plimsoll.core.stream.Follower;
import io.plimsoll.core.stream.StreamListener;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A cache in this process that follows the stack's change stream as api-service's own does, with
 * the same code; it notes when it has applied what.
 */
final class OwnL1 implements AutoCloseable {
  private static final long BYTES = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final MemoryCache cache =
      new MemoryCache(BYTES, new ServerClock(System::nanoTime), () -> UUID.randomUUID().toString());
  private final Map<Xid, Applied> applied = new ConcurrentHashMap<>();
  private final AtomicLong epochs = new AtomicLong();
  private final Follower follower;

  /**
   * A commit, applied.
   *
   * @param commitEnd where it ends in the log
   * @param atNanos of {@link System#nanoTime}
   */
  record Applied(Lsn commitEnd, long atNanos) {}

  OwnL1(BenchTarget target) {
    follower =
        new Follower(
            "bench",
            target.kafka(),
            target.topicPrefix() + ".invalidations",
            cache,
            new Notes(),
            Clock.systemUTC());
  }

  private final class Notes implements StreamListener {
    @Override
    public void applied(
        Batch batch, java.util.List<Arrival> arrivals, long atMicros, Watermark watermark) {
      long now = System.nanoTime();
      batch
          .changes()
          .forEach(change ->
              applied.put(change.mark().xid(), new Applied(change.mark().commitEnd(), now)));
    }

    @Override
    public void epoch(String code, Control opened) {
      epochs.incrementAndGet();
    }
  }

  /** Returns when it has caught up and can answer. */
  void start() throws InterruptedException {
    follower.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Optional<String> problem = follower.problem();
        problem.isPresent();
        problem = follower.problem()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException("the bench's own L1 cannot be used: " + problem.get());
      }
      Thread.sleep(PAUSE);
    }
    epochs.set(0); // its first one is no event
  }

  Map<Xid, Applied> applied() {
    return applied;
  }

  long epochs() {
    return epochs.get();
  }

  @Override
  public void close() {
    follower.close();
    cache.close();
  }
}
