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
 */
final class StatsPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatsPublisher.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration DEADLINE = Duration.ofSeconds(10);

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
        if (closed.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
      publish();
    } catch (InterruptedException e) {
      LOG.debug("event=stats-end"); // Only close() interrupts.
    }
  }

  private void publish() throws InterruptedException {
    try (KafkaProducer<byte[], byte[]> producer = producer()) {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        byte[] value = codec.encode(meter.take(settings.instance(), now));
        send(producer, new ProducerRecord<>(settings.statsTopic(), value));
      }
      producer.close(Duration.ofMillis(500));
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
    NewTopic topic = new NewTopic(settings.statsTopic(), Optional.of(1), Optional.empty());
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap()))) {
      admin.createTopics(List.of(topic)).all().get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return true;
      }
      return failed(e);
    } catch (TimeoutException | KafkaException e) {
      return failed(e);
    }
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
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
