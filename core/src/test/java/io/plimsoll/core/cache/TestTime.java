package io.plimsoll.core.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The heartbeats' clock, in the hand of a test. */
public final class TestTime {
  /** Far from zero, as a real one is. */
  private static final long START_MICROS = 1_700_000_000_000_000L;

  private final AtomicLong nanos = new AtomicLong(Duration.ofHours(1).toNanos());
  private final ServerClock clock = new ServerClock(nanos::get);

  private long startMicros = START_MICROS;

  public TestTime() {
    sample();
  }

  public ServerClock clock() {
    return clock;
  }

  public void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    sample();
  }

  /** The heartbeats' clock is set back; this process's goes on. */
  public void setBack(Duration time) {
    startMicros -= time.toNanos() / 1_000;
    sample();
  }

  private void sample() {
    clock.sampled(startMicros + nanos.get() / 1_000, nanos.get());
  }
}
