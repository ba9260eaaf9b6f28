package io.plimsoll.core.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** {@link InvalidationLog} in Kafka: partition 0, assigned, without a group. */
final class KafkaLog implements InvalidationLog {
  static final int MAX_RECORDS = 500;

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(500);

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Admin admin;

  KafkaLog(String bootstrap, String topic) {
    this.partition = new TopicPartition(topic, 0);
    this.consumer = consumer(bootstrap);
    this.admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    consumer.assign(List.of(partition));
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "none",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            MAX_RECORDS,
            // The broker answers at once when there is a record, and else waits this long.
            ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
            1,
            ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
            500),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  @Override
  public String topicId() throws LogException, InterruptedException {
    String topic = partition.topic();
    try {
      return admin
          .describeTopics(List.of(topic))
          .topicNameValues()
          .values()
          .iterator()
          .next()
          .get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
          .topicId()
          .toString();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        throw new LogException(
            "topic-missing",
            "topic %s does not exist yet: is the capture running?".formatted(topic));
      }
      throw new LogException("kafka-unavailable", "cannot describe topic " + topic, e);
    } catch (TimeoutException e) {
      throw new LogException("kafka-unavailable", "no answer while describing " + topic, e);
    }
  }

  @Override
  public long end() throws LogException {
    try {
      consumer.seekToEnd(List.of(partition));
      return consumer.position(partition, DEADLINE);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
  }

  @Override
  public void seek(long offset) {
    consumer.seek(partition, offset);
  }

  @Override
  public List<LogEntry> poll() throws LogException, OffsetGoneException {
    return poll(POLL);
  }

  @Override
  public Optional<LogEntry> at(long offset) throws LogException {
    if (offset < 0 || offset >= end()) {
      return Optional.empty();
    }
    consumer.seek(partition, offset);
    try {
      List<LogEntry> entries = poll(DEADLINE);
      if (entries.isEmpty() && consumer.position(partition, DEADLINE) == offset) {
        // Not the same as a record that is not there: that one ends the epoch.
        throw new LogException(
            "kafka-unavailable", "no answer while reading %s at %d".formatted(partition, offset));
      }
      return entries.stream().filter(entry -> entry.offset() == offset).findFirst();
    } catch (OffsetGoneException e) {
      return Optional.empty();
    }
  }

  private List<LogEntry> poll(Duration wait) throws LogException, OffsetGoneException {
    List<LogEntry> entries = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        entries.add(new LogEntry(record.offset(), record.timestamp(), value));
      }
    } catch (OffsetOutOfRangeException e) {
      throw new OffsetGoneException(partition + " does not have the offset", e);
    } catch (KafkaException e) {
      throw unavailable(e);
    }
    return entries;
  }

  private LogException unavailable(KafkaException e) {
    return new LogException("kafka-unavailable", "cannot read " + partition, e);
  }

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
    admin.close(Duration.ofSeconds(1));
  }
}
