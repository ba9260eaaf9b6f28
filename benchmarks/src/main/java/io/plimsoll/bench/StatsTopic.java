package io.plimsoll.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the worker's once-a-second statistics from a moment on. Of one thread. */
final class StatsTopic implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;

  StatsTopic(BenchTarget target) {
    topic = target.topicPrefix() + ".invalidation-stats";
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
            "Kafka has no topic %s: is cdc-invalidator running?".formatted(topic));
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

  /** All since then, until they tell of so many records or none come for 10 s. */
  StageStats until(long records) {
    StageStats stats = new StageStats();
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (stats.records() < records && System.nanoTime() < deadline) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        stats.add(record.value());
      }
    }
    return stats;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
