package io.plimsoll.api.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time between "no more, please" and the end: requests are still answered, but each answer ends
 * its connection, so that nobody is on one when the listener closes. Thread-safe.
 */
public final class Drain implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Drain.class);
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");

  private final Duration delay;
  private final Duration patience;
  private volatile boolean draining;

  /**
   * Not begun.
   *
   * @param delay how long it lasts
   * @param patience how long requests under way may take when the listener has closed
   */
  public Drain(Duration delay, Duration patience) {
    this.delay = delay;
    this.patience = patience;
  }

  Duration patience() {
    return patience;
  }

  /** For {@code /readyz}. */
  public Optional<String> notReady() {
    return draining ? Optional.of("stopping") : Optional.empty();
  }

  /** Whether each answer ends its connection. */
  boolean begun() {
    return draining;
  }

  /** Told of each request, before it is answered. */
  void take(HttpServerRequest request) {
    if (draining) {
      if (request.version() != HttpVersion.HTTP_2) {
        request.response().putHeader(HttpHeaders.CONNECTION, CLOSE);
      }
      // Ends when the requests under way on it do.
      request.connection().shutdown(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Begins, and lasts; blocks for the delay. */
  @Override
  public void close() {
    draining = true;
    log.info("event=draining delay={} not ready any more, then the listener closes", delay);
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // whoever stops the process has no time left
    }
  }
}
