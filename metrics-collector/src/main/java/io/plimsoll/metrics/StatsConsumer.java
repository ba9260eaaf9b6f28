package io.plimsoll.metrics;

import io.plimsoll.core.config.CommonConfig;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of both topics, without a group, from one minute before the start. Kafka may
 * be away, and topics or partitions may come later: it asks again. One thread of its own; the owner
 * closes it.
 */
final class StatsConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StatsConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration DISCOVERY = Duration.ofSeconds(5);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);
  private static final int KAFKA_MILLIS = 3_000;

  private final String bootstrap;
  private final Map<String, StatsReader.Kind> topics;
  private final StatsReader reader;
  private final Clock clock;
  private final AtomicReference<Optional<String>> problem =
      new AtomicReference<>(Optional.of("not connected to Kafka yet"));
  private volatile boolean closing;
  private final Thread thread = Thread.ofPlatform().name("stats").daemon().unstarted(this::run);

  StatsConsumer(CommonConfig.Kafka kafka, StatsReader reader, Clock clock) {
    this.bootstrap = kafka.bootstrap();
    this.topics =
        Map.of(
            kafka.topicPrefix() + ".query-stats", StatsReader.Kind.QUERY_STATS,
            kafka.topicPrefix() + ".invalidation-stats", StatsReader.Kind.INVALIDATION_STATS);
    this.reader = reader;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  /** Why nothing is read; empty while records are or would be. */
  Optional<String> problem() {
    return problem.get();
  }

  private void run() {
    long beginMillis = clock.millis() - Duration.ofSeconds(Window.MINUTE.seconds()).toMillis();
    Map<TopicPartition, Long> positions = new HashMap<>();
    try {
      while (!closing) {
        try (KafkaConsumer<byte[], byte[]> consumer = connect()) {
          read(consumer, positions, beginMillis);
        } catch (InterruptException | WakeupException e) {
          LOG.debug("stopped", e);
          return;
        } catch (RuntimeException e) {
          failed(e); // whatever it is: /readyz says so, and it is tried again
          Thread.sleep(RETRY);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("stopped", e); // by close, which is the only one to interrupt
    }
  }

  private KafkaConsumer<byte[], byte[]> connect() {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "client.id",
            "plimsoll-metrics-collector",
            "enable.auto.commit",
            false,
            "allow.auto.create.topics",
            false,
            "auto.offset.reset",
            "earliest",
            "default.api.timeout.ms",
            KAFKA_MILLIS,
            "request.timeout.ms",
            KAFKA_MILLIS),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions, long begin)
      throws InterruptedException {
    long nextDiscovery = System.nanoTime();
    while (!closing) {
      if (System.nanoTime() - nextDiscovery >= 0) {
        discover(consumer, positions, begin);
        nextDiscovery = System.nanoTime() + DISCOVERY.toNanos();
      }
      if (consumer.assignment().isEmpty()) {
        Thread.sleep(RETRY); // nobody has published yet; a poll of nothing is an error
        nextDiscovery = System.nanoTime();
        continue;
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
        accept(record);
      }
    }
  }

  /** Assigns partitions that were not there before; also shows whether Kafka answers. */
  private void discover(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> positions, long begin) {
    Map<String, List<PartitionInfo>> all = consumer.listTopics();
    Set<TopicPartition> wanted = new HashSet<>();
    topics
        .keySet()
        .forEach(topic ->
            all.getOrDefault(topic, List.of())
                .forEach(info -> wanted.add(new TopicPartition(topic, info.partition()))));
    if (!wanted.equals(consumer.assignment())) {
      List<TopicPartition> added = new ArrayList<>(wanted);
      added.removeAll(consumer.assignment());
      consumer.assign(wanted);
      seek(consumer, added, positions, begin);
    }
    recovered();
  }

  private static void seek(
      KafkaConsumer<byte[], byte[]> consumer,
      List<TopicPartition> added,
      Map<TopicPartition, Long> positions,
      long begin) {
    Map<TopicPartition, Long> times = new HashMap<>();
    added.forEach(partition -> times.put(partition, begin));
    Map<TopicPartition, OffsetAndTimestamp> offsets = consumer.offsetsForTimes(times);
    for (TopicPartition partition : added) {
      Long position = positions.get(partition);
      OffsetAndTimestamp first = offsets.get(partition);
      if (position != null) {
        consumer.seek(partition, position);
      } else if (first != null) {
        consumer.seek(partition, first.offset());
      } else {
        consumer.seekToEnd(List.of(partition));
        consumer.position(partition); // now: records that come before the first poll count
      }
    }
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    StatsReader.Kind kind = topics.get(record.topic());
    if (kind != null) {
      byte[] value = record.value() == null ? new byte[0] : record.value();
      reader.read(kind, value, record.topic() + "-" + record.partition() + "@" + record.offset());
    }
  }

  private void failed(RuntimeException e) {
    Optional<String> now = Optional.of("statistics cannot be read: " + e.getMessage());
    if (!problem.getAndSet(now).equals(now)) {
      LOG.atWarn()
          .addKeyValue("code", "stats-unread")
          .addKeyValue("reason", e.toString())
          .log("statistics cannot be read from Kafka; trying again");
    }
  }

  private void recovered() {
    problem
        .getAndSet(Optional.empty())
        .ifPresent(before -> LOG.atInfo().addKeyValue("before", before).log("Kafka answers"));
  }

  @Override
  public void close() {
    closing =
        true; // a round ends by itself; an interrupted consumer logs its own closing as an error
    try {
      if (!thread.join(STOP_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
