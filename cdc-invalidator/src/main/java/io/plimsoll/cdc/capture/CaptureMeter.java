package io.plimsoll.cdc.capture;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.core.record.GapCode;
import io.plimsoll.core.record.Invalidation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the capture tells the world about itself: metrics, and log lines for what is rare. */
final class CaptureMeter {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

  private final MeterRegistry registry;
  private final Counter transactions;
  private volatile boolean streaming;

  CaptureMeter(MeterRegistry registry) {
    this.registry = registry;
    this.transactions = registry.counter("plimsoll.capture.transactions");
    // From 0, so that the first one is seen as an increase.
    for (GapCode code : GapCode.values()) {
      if (code.source() != GapCode.Source.FOLLOWER) {
        gaps(code.label());
      }
    }
    registry.gauge("plimsoll.capture.streaming", this, meter -> meter.streaming ? 1 : 0);
  }

  void streaming(boolean now) {
    streaming = now;
  }

  void published(Invalidation invalidation) {
    switch (invalidation) {
      case Invalidation.Transaction transaction -> transactions.increment();
      case Invalidation.Gap gap -> {
        gaps(gap.code()).increment();
        LOG.warn(
            "event=gap code={} lsn={} incarnation={}",
            gap.code(),
            gap.position(),
            gap.incarnation().value());
      }
    }
  }

  private Counter gaps(String code) {
    return registry.counter("plimsoll.capture.gaps", "code", code);
  }

  void unknown(String what) {
    LOG.error("code=unknown-event what=\"{}\"", what);
  }

  void restart(String code) {
    registry.counter("plimsoll.capture.restarts", "code", code).increment();
  }
}
