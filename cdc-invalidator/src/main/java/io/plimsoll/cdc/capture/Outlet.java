package io.plimsoll.cdc.capture;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture's Kafka producers: send many, then {@link #await} all. A row too large for its change
 * topic is logged and left out there, because the invalidation of it must not wait for ever; any
 * other failure is thrown. Not thread-safe.
 *
 * <p>Change topics have a producer of their own with one request in flight. With more, a partition
 * that was made a moment ago can refuse the first request, take none of those behind it (broker
 * 4.3.1: OUT_OF_ORDER_SEQUENCE_NUMBER) and stall until the delivery timeout.
 */
final class Outlet implements BatchPublisher.Invalidations, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);
  private static final Duration DELIVERY = Duration.ofSeconds(20);

  private final KafkaProducer<byte[], byte[]> invalidations;
  private final KafkaProducer<byte[], byte[]> changes;
  private final InvalidationCodec codec;
  private final String invalidationsTopic;
  private final List<Sent> pending = new ArrayList<>();

  private record Sent(String topic, Future<RecordMetadata> future) {}

  Outlet(String bootstrap, String invalidationsTopic, InvalidationCodec codec) {
    this.invalidationsTopic = invalidationsTopic;
    this.codec = codec;
    this.invalidations = producer(bootstrap, 5, Topics.MAX_INVALIDATION_BYTES);
    this.changes = producer(bootstrap, 1, Topics.MAX_CHANGE_BYTES);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      String bootstrap, int inFlight, int maxBytes) {
    return new KafkaProducer<>(
        Map.ofEntries(
            Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
            Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
            Map.entry(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, inFlight),
            Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
            Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10),
            Map.entry(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxBytes),
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L << 20),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 15_000),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis())),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  @Override
  public void send(Invalidation invalidation, List<Header> headers) {
    // The partition is named: had the topic several, records without a key would go to any of them.
    send(
        invalidations,
        new ProducerRecord<>(
            invalidationsTopic, 0, null, null, codec.encode(invalidation), headers));
  }

  void send(String topic, byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
    send(changes, new ProducerRecord<>(topic, null, null, key, value, headers));
  }

  private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    String topic = record.topic();
    try {
      pending.add(new Sent(topic, producer.send(record)));
    } catch (RecordTooLargeException e) {
      leaveOut(topic, e);
    }
  }

  @Override
  public void await() throws CaptureException, InterruptedException {
    try {
      for (Sent sent : pending) {
        await(sent);
      }
    } finally {
      pending.clear();
    }
  }

  private void await(Sent sent) throws CaptureException, InterruptedException {
    try {
      sent.future().get(2 * DELIVERY.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RecordTooLargeException large) {
        leaveOut(sent.topic(), large);
      } else {
        throw new CaptureException("kafka-unavailable", "no ack from " + sent.topic(), e);
      }
    } catch (TimeoutException e) {
      throw new CaptureException("kafka-unavailable", "no ack from " + sent.topic(), e);
    }
  }

  private void leaveOut(String topic, RecordTooLargeException e) {
    if (topic.equals(invalidationsTopic)) {
      throw new KafkaException("an invalidation record is larger than the broker takes", e);
    }
    LOG.error("code=change-too-large topic={} reason=\"{}\"", topic, e.getMessage());
  }

  /** Drops what has not been sent. */
  @Override
  public void close() {
    changes.close(Duration.ZERO);
    invalidations.close(Duration.ZERO);
  }
}
