package io.plimsoll.core.stream;

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
 * A thread that applies the invalidations topic to one cache. It waits while Kafka or the cache are
 * away and loses nothing. One cache must have one follower: two would take the position from each
 * other, which is safe and keeps the cache empty. Thread-safe; does not close the cache.
 */
public final class Follower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration ROUND = Duration.ofSeconds(2);
  private static final Duration CLOSING = Duration.ofSeconds(15);
  private static final Duration TOPIC_CHECK = Duration.ofSeconds(5);

  private static final Optional<String> SETTLING =
      Optional.of("settling: waiting for two heartbeats, then answers can be stored");

  private final String bootstrap;
  private final String topic;
  private final String name;
  private final CachePort cache;
  private final StreamListener listener;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(2));
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> problem = Optional.of("starting");

  /**
   * Takes its parts; {@link #start} begins.
   *
   * @param name of the cache in logs, such as {@code redis} or {@code l1}
   * @param bootstrap of Kafka
   * @param topic with the invalidations
   */
  public Follower(
      String name,
      String bootstrap,
      String topic,
      Cache cache,
      StreamListener listener,
      InstantSource clock) {
    this.name = name;
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.cache = new CachePort(cache);
    this.listener = new StreamLog(name, listener);
    this.clock = clock;
    this.thread =
        Thread.ofPlatform().name("invalidate-" + name).daemon(true).unstarted(this::supervise);
  }

  public void start() {
    thread.start();
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
    try (InvalidationLog log = new KafkaLog(bootstrap, topic)) {
      Session session = Session.begin(log, cache, listener, clock);
      problem = SETTLING;
      backoff.reset();
      LOG.info("event=invalidate-follows cache={} topic={}", name, topic);
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
      LOG.warn("event=invalidate-stopped cache={} code={} reason=\"{}\"", name, code, reason(e));
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
    try {
      // A round ends by itself unless the cache or Kafka are away.
      if (!thread.join(ROUND)) {
        thread.interrupt();
      }
      if (!thread.join(CLOSING)) {
        LOG.error("code=close-timeout thread={} limit={}", thread.getName(), CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
