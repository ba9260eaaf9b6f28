package io.plimsoll.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a service's once-a-second statistics from a moment on. Of one thread. */
final class StatsTopic implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  /**
   * Connects.
   *
   * @param name of the topic, without the prefix
   */
  StatsTopic(BenchTarget target, String name) {
    topic = target.topicPrefix() + "." + name;
    consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, target.kafka(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** What is published from now on counts. */
  void fromNow() {
    try {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic, DEADLINE);
      if (partitions.isEmpty()) {
        throw new BenchException(
            "Kafka has no topic %s: are all services running?".formatted(topic));
      }
      List<TopicPartition> all =
          partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(partition -> consumer.position(partition, DEADLINE));
    } catch (KafkaException e) {
      throw new BenchException("cannot read the topic " + topic + ": " + e.getMessage(), e);
    }
  }

  /** Hands over all since then, until it is enough or 10 s are over. */
  void until(BooleanSupplier enough, Consumer<byte[]> each) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        each.accept(record.value());
      }
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
