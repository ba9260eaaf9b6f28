package io.plimsoll.core.metrics;

import io.plimsoll.core.config.CommonConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes an instance's statistics once a second, from a thread of its own. While a record is not
 * acknowledged it is sent again as it is, and the recorder goes on collecting: so nothing is lost
 * while Kafka is away, and memory stays what it is. The owner closes it; the last second may be
 * lost then.
 */
public final class QueryStatsPublisher implements AutoCloseable {
  public static final String TOPIC_SUFFIX = ".query-stats";

  private static final Logger LOG = LoggerFactory.getLogger(QueryStatsPublisher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  private final String instance;
  private final String run = UUID.randomUUID().toString();
  private final QueryStatsRecorder recorder;
  private final StatsSender sender;
  private final Clock clock;
  private final QueryStatsCodec codec = new QueryStatsCodec();
  private final AtomicLong deferred = new AtomicLong();
  private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
  private final Thread thread;
  private byte @Nullable [] unacknowledged;
  private long sequence;
  private long from;

  QueryStatsPublisher(
      String instance, QueryStatsRecorder recorder, StatsSender sender, Clock clock) {
    this.instance = instance;
    this.recorder = recorder;
    this.sender = sender;
    this.clock = clock;
    this.from = clock.millis();
    this.thread = Thread.ofPlatform().name("query-stats").daemon().unstarted(this::loop);
  }

  /** Starts to publish; does not wait for Kafka. */
  public static QueryStatsPublisher start(
      CommonConfig.Kafka kafka, String instance, QueryStatsRecorder recorder) {
    StatsSender sender =
        new KafkaStatsSender(kafka.bootstrap(), kafka.topicPrefix() + TOPIC_SUFFIX);
    QueryStatsPublisher publisher =
        new QueryStatsPublisher(instance, recorder, sender, Clock.systemUTC());
    publisher.thread.start();
    return publisher;
  }

  /** Why the last record is not published yet; empty when it is. */
  public Optional<String> problem() {
    return problem.get();
  }

  /** Seconds whose numbers went into a later record because Kafka did not answer. */
  public long deferred() {
    return deferred.get();
  }

  private void loop() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(INTERVAL);
        tick();
      }
    } catch (InterruptedException e) {
      LOG.debug("stopped", e); // by close, which is the only one to interrupt
    }
  }

  /** Sends what is new, or again what was not acknowledged. */
  void tick() throws InterruptedException {
    byte[] record = unacknowledged == null ? encode() : unacknowledged;
    unacknowledged = record;
    try {
      sender.send(instance, record);
      unacknowledged = null;
      if (problem.getAndSet(Optional.empty()).isPresent()) {
        LOG.atInfo().addKeyValue("deferred", deferred).log("query statistics are published again");
      }
    } catch (KafkaException e) {
      deferred.incrementAndGet();
      if (problem.getAndSet(Optional.of(String.valueOf(e.getMessage()))).isEmpty()) {
        LOG.atWarn()
            .addKeyValue("code", "query-stats-unpublished")
            .addKeyValue("reason", e.toString())
            .log("query statistics wait for Kafka and are sent later");
      }
    }
  }

  private byte[] encode() {
    long at = clock.millis();
    QueryStats stats = new QueryStats(instance, run, sequence++, from, at, recorder.drain());
    from = at;
    return codec.encode(stats);
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(STOP_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.close();
  }
}
