package io.plimsoll.metrics;

import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.PackedHistogram;

/** Durations of many instances together, µs. Not thread-safe. */
final class Times {
  private static final int DIGITS = 2;
  private static final double MICROS = 1e6;

  private final AbstractHistogram histogram;
  private long sumMicros;

  private Times(AbstractHistogram histogram) {
    histogram.setAutoResize(true);
    this.histogram = histogram;
  }

  /** For one second, of which there are many: small, slower to add to. */
  static Times small() {
    return new Times(new PackedHistogram(DIGITS));
  }

  /** For a whole window. */
  static Times large() {
    return new Times(new Histogram(DIGITS));
  }

  void add(AbstractHistogram values, long sum) {
    histogram.add(values);
    sumMicros += sum;
  }

  void add(Times other) {
    add(other.histogram, other.sumMicros);
  }

  long count() {
    return histogram.getTotalCount();
  }

  double sumSeconds() {
    return sumMicros / MICROS;
  }

  double meanSeconds() {
    return count() == 0 ? 0 : sumSeconds() / count();
  }

  double maxSeconds() {
    return histogram.getMaxValue() / MICROS;
  }

  /** The value that this share (0 to 1) of all values does not exceed, at 1 % precision. */
  double quantileSeconds(double share) {
    return histogram.getValueAtPercentile(share * 100) / MICROS;
  }
}
