package io.plimsoll.cdc.invalidate;

import io.micrometer.core.instrument.MeterRegistry;
import io.plimsoll.cdc.Backoff;
import io.plimsoll.core.cache.Cache;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The role {@code invalidate}: a thread that applies the invalidations topic to a cache. It waits
 * while Kafka or the cache are away and loses nothing. One cache must have one invalidator: two
 * would take the position from each other, which is safe and keeps the cache empty. Thread-safe;
 * does not close the cache.
 */
public final class Invalidator implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Invalidator.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration CLOSING = Duration.ofSeconds(15);
  private static final Duration TOPIC_CHECK = Duration.ofSeconds(5);

  private static final Optional<String> SETTLING =
      Optional.of("settling: waiting for two heartbeats, then answers can be stored");

  private final InvalidatorSettings settings;
  private final CachePort cache;
  private final LagMeter meter;
  private final StatsPublisher stats;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> problem = Optional.of("starting");

  public Invalidator(
      InvalidatorSettings settings, Cache cache, MeterRegistry registry, InstantSource clock) {
    this.settings = settings;
    this.cache = new CachePort(cache);
    this.meter = new LagMeter(registry);
    this.stats = new StatsPublisher(settings, meter, clock);
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("invalidate").daemon(true).unstarted(this::supervise);
  }

  public void start() {
    thread.start();
    stats.start();
  }

  /** Why the cache cannot be used at the moment; empty while the topic is followed and it can. */
  public Optional<String> problem() {
    return cache.away() ? Optional.of("cache-unavailable: the cache does not answer") : problem;
  }

  private void supervise() {
    while (closed.getCount() > 0) {
      try {
        follow();
      } catch (LogException e) {
        failed(e.code(), e);
      } catch (KafkaException e) {
        failed("kafka-unavailable", e);
      } catch (InterruptedException e) {
        return; // Only close() interrupts.
      } catch (RuntimeException e) {
        failed("unexpected", e);
      }
      if (pause()) {
        return;
      }
    }
  }

  private void follow() throws LogException, InterruptedException {
    try (InvalidationLog log = new KafkaLog(settings.bootstrap(), settings.invalidationsTopic())) {
      Session session = Session.begin(log, cache, meter, clock);
      problem = SETTLING;
      backoff.reset();
      LOG.info("event=invalidate-follows topic={}", settings.invalidationsTopic());
      long checked = System.nanoTime();
      while (closed.getCount() > 0) {
        session.step();
        problem = session.settled() ? Optional.empty() : SETTLING;
        if (System.nanoTime() - checked > TOPIC_CHECK.toNanos()) {
          session.checkTopic();
          checked = System.nanoTime();
        }
      }
    }
  }

  private void failed(String code, Exception e) {
    if (closed.getCount() == 0) {
      return;
    }
    boolean news = !problem.map(text -> text.startsWith(code + ":")).orElse(false);
    problem = Optional.of(code + ": " + e.getMessage());
    if (news) {
      LOG.warn("event=invalidate-stopped code={} reason=\"{}\"", code, reason(e));
    }
  }

  private static String reason(Exception e) {
    return e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause());
  }

  /** Whether it was closed meanwhile. */
  private boolean pause() {
    try {
      return closed.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true; // Only close() interrupts.
    }
  }

  @Override
  public void close() {
    closed.countDown();
    stats.close();
    try {
      // A round ends by itself unless the cache or Kafka are away.
      if (!thread.join(ROUND)) {
        thread.interrupt();
      }
      if (!thread.join(CLOSING)) {
        LOG.error("code=close-timeout thread=invalidate limit={}", CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
