package io.plimsoll.cdc.capture;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.record.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The last record of the invalidations topic: how far everything has been published. */
final class TopicTail {
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final String bootstrap;
  private final TopicPartition partition;
  private final InvalidationCodec codec;

  TopicTail(String bootstrap, String topic, InvalidationCodec codec) {
    this.bootstrap = bootstrap;
    this.partition = new TopicPartition(topic, 0);
    this.codec = codec;
  }

  /**
   * Reads it.
   *
   * @return empty when the topic is
   * @throws UndecodableException when this version cannot read it
   */
  Optional<Invalidation> read() throws CaptureException, UndecodableException {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long first = consumer.position(partition, DEADLINE);
      consumer.seekToEnd(List.of(partition));
      long end = consumer.position(partition, DEADLINE);
      if (first == end) {
        return Optional.empty();
      }
      consumer.seek(partition, end - 1);
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(DEADLINE)) {
        return Optional.of(codec.decode(record.value()));
      }
      throw new CaptureException(
          "kafka-unavailable",
          "%s at offset %d was not readable within %s".formatted(partition, end - 1, DEADLINE));
    } catch (KafkaException e) {
      throw new CaptureException("kafka-unavailable", "cannot read the end of " + partition, e);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
