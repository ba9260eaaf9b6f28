package io.plimsoll.bench;

import io.plimsoll.core.cache.Control;
import io.plimsoll.core.cache.ServerClock;
import io.plimsoll.core.cache.redis.RedisCache;
import io.plimsoll.core.freshness.Lsn;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at how far the stack's Redis has applied the change stream, again and again, on a thread of
 * its own. From that moment on it serves no answer from before that position.
 */
final class RedisSteps implements AutoCloseable {
  /** Finer costs the servers' CPU. What is measured is later than the truth by up to this. */
  static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private final RedisCache cache;
  private final Steps steps = new Steps();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile Optional<RuntimeException> failure = Optional.empty();

  RedisSteps(BenchTarget target) {
    cache =
        new RedisCache(
            OwnRedis.connect(target, new ServerClock(System::nanoTime)), target.namespace());
    thread = Thread.ofPlatform().name("bench redis").unstarted(this::look);
  }

  void start() {
    thread.start();
  }

  private void look() {
    try {
      while (!stopped) {
        Lsn applied = Partition.done(cache.control()).map(Control::applied).orElse(Lsn.NONE);
        steps.reached(applied, System.nanoTime());
        LockSupport.parkNanos(LOOK_NANOS);
      }
    } catch (RuntimeException e) {
      failure = Optional.of(e);
    }
  }

  /**
   * What was seen so far.
   *
   * @throws BenchException when Redis did not answer
   */
  Steps steps() {
    failure.ifPresent(e -> {
      throw new BenchException("cannot read Redis's control state: " + e.getMessage(), e);
    });
    return steps;
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cache.close();
  }
}
