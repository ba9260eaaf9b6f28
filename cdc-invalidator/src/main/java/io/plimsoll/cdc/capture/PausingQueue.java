package io.plimsoll.cdc.capture;

import io.debezium.connector.base.DefaultQueueProvider;
import io.debezium.pipeline.Sizeable;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's own queue of events, where whoever finds it empty again and again pauses. Its poll
 * ({@code ChangeEventQueue.poll} in 3.6.1) waits in whole milliseconds until none is left of the
 * interval, and then looks into the queue without a pause until the next one has begun: at 4 ms, a
 * fifth of a core that does nothing.
 *
 * <p>Used under Debezium's lock, which is held in a pause: an event may wait as long to be put in.
 */
public final class PausingQueue<T extends Sizeable> extends DefaultQueueProvider<T> {
  static final String NAME = "pausing";
  private static final Duration PAUSE = Duration.ofNanos(250_000);

  private final Runnable pause;
  private volatile @Nullable Thread looked;

  /** For the service loader. */
  public PausingQueue() {
    this(() -> LockSupport.parkNanos(PAUSE.toNanos()));
  }

  PausingQueue(Runnable pause) {
    this.pause = pause;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void enqueue(T event) throws InterruptedException {
    looked = null;
    super.enqueue(event);
  }

  /** Pauses if nothing was there and nothing has come since this thread looked before. */
  @Override
  public int size() {
    int size = super.size();
    Thread looks = size == 0 ? Thread.currentThread() : null;
    if (looks != null && looks.equals(looked)) {
      pause.run();
    }
    looked = looks;
    return size;
  }
}
