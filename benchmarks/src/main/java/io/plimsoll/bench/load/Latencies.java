package io.plimsoll.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latencies from 1 µs to a minute with three digits. One writer at a time. */
public final class Latencies {
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
  private static final int DIGITS = 3;
  private static final double MICROS_PER_MILLI = 1_000;

  private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);

  /** Between two values of {@link System#nanoTime}; longer than a minute counts as a minute. */
  public void record(long fromNanos, long toNanos) {
    long value = TimeUnit.NANOSECONDS.toMicros(toNanos - fromNanos);
    micros.recordValue(Math.clamp(value, 0, MAX_MICROS));
  }

  /** Adds a histogram of µs. */
  public void add(Histogram others) {
    for (var value : others.recordedValues()) {
      micros.recordValueWithCount(
          Math.min(value.getValueIteratedTo(), MAX_MICROS),
          value.getCountAddedInThisIterationStep());
    }
  }

  public void add(Latencies others) {
    micros.add(others.micros);
  }

  public long count() {
    return micros.getTotalCount();
  }

  /** The value that this share of all is at or below, in ms. */
  public double millisAt(double percentile) {
    return micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
  }

  public double maxMillis() {
    return micros.getMaxValue() / MICROS_PER_MILLI;
  }
}
