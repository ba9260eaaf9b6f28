package io.plimsoll.cdc.invalidate;

import io.plimsoll.core.record.InvalidationStatsCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the invalidator's statistics once a second. Seconds that Kafka does not take are lost:
 * nothing depends on them.
 *
 * <p>Nobody interrupts its thread: an interrupted Kafka client fails in the middle of its close.
 * Each step is bounded instead, and {@link #close} waits for the one under way.
 */
final class StatsPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatsPublisher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofSeconds(10);
  private static final Duration TOPIC = Duration.ofSeconds(2);
  private static final Duration LAST_ACKS = Duration.ofMillis(500);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final InvalidatorSettings settings;
  private final LagMeter meter;
  private final InstantSource clock;
  private final InvalidationStatsCodec codec = new InvalidationStatsCodec();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private boolean failing;

  StatsPublisher(InvalidatorSettings settings, LagMeter meter, InstantSource clock) {
    this.settings = settings;
    this.meter = meter;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("invalidation-stats").daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!createTopic()) {
        if (closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      publish();
    } catch (InterruptedException e) {
      LOG.error("code=stats-interrupted nobody does that; no statistics any more");
    }
  }

  private void publish() throws InterruptedException {
    KafkaProducer<byte[], byte[]> producer = producer();
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        byte[] value = codec.encode(meter.take(settings.instance(), now));
        send(producer, new ProducerRecord<>(settings.statsTopic(), value));
      }
    } finally {
      producer.close(LAST_ACKS); // Without a limit it waits for Kafka.
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    try {
      Future<RecordMetadata> _ =
          producer.send(
              record,
              (_, failure) -> {
                if (failure != null) {
                  LOG.debug("event=stats-lost reason=\"{}\"", failure.getMessage());
                }
              });
    } catch (KafkaException e) {
      LOG.debug("event=stats-lost reason=\"{}\"", e.getMessage());
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrap(),
            ProducerConfig.ACKS_CONFIG,
            "1",
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            false,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            500,
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            2_000,
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            5_000),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private boolean createTopic() throws InterruptedException {
    try {
      createTopic(admin());
      return true;
    } catch (ExecutionException e) {
      return e.getCause() instanceof TopicExistsException || failed(e);
    } catch (TimeoutException | KafkaException e) {
      return failed(e);
    }
  }

  private void createTopic(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    NewTopic topic = new NewTopic(settings.statsTopic(), Optional.of(1), Optional.empty());
    try {
      admin.createTopics(List.of(topic)).all().get(2 * TOPIC.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private Admin admin() {
    int millis = (int) TOPIC.toMillis();
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            settings.bootstrap(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            millis,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            millis));
  }

  private boolean failed(Exception e) {
    if (!failing) {
      LOG.warn(
          "code=kafka-unavailable topic={} reason=\"{}\"", settings.statsTopic(), e.toString());
    }
    failing = true;
    return false;
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(CLOSING)) {
        LOG.error("code=close-timeout thread={} limit={}", thread.getName(), CLOSING);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
