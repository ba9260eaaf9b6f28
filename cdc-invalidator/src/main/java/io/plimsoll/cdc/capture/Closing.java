package io.plimsoll.cdc.capture;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a thread that may be starting, running or ending Debezium's engine. */
final class Closing {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);
  private static final Duration STEP = Duration.ofMillis(200);

  private Closing() {}

  static void of(Thread thread, @Nullable CaptureEngine engine, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      while (thread.isAlive() && System.nanoTime() < deadline) {
        if (engine == null) {
          thread.interrupt();
        } else {
          close(engine);
        }
        thread.join(STEP);
      }
      if (thread.isAlive()) {
        LOG.error("code=close-timeout thread={} limit={}", thread.getName(), limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(CaptureEngine engine) {
    try {
      engine.close();
    } catch (IllegalStateException e) {
      // It is starting, or closed already; the next step tries again or finds the thread ended.
      LOG.debug("event=close-retry reason=\"{}\"", e.getMessage());
    }
  }
}
