package io.plimsoll.cdc.capture;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates topics on first sight. Not thread-safe; whoever creates the admin client closes it. */
final class Topics {
  private static final long DEADLINE_SECONDS = 15;
  private static final Duration RETENTION = Duration.ofHours(24);

  /** Rows larger than Kafka's default of 1 MB are not rare; 16 MB is the limit of this producer. */
  static final int MAX_CHANGE_BYTES = 16 << 20;

  /**
   * {@link TransactionAssembler#MAX_TABLES} tables with the longest names and {@link
   * TransactionAssembler#MAX_TAGS} tags take 0.6 MB; names full of characters that JSON escapes
   * take 2 MB.
   */
  static final int MAX_INVALIDATION_BYTES = 4 << 20;

  private final Admin admin;
  private final Set<String> seen = new HashSet<>();

  Topics(Admin admin) {
    this.admin = admin;
  }

  /** The one-partition topic of the invalidation records. */
  void ensureInvalidations(String name) throws CaptureException, InterruptedException {
    Map<String, String> configs =
        Map.of(
            "cleanup.policy",
            "delete",
            "max.message.bytes",
            Integer.toString(MAX_INVALIDATION_BYTES),
            "retention.ms",
            Long.toString(RETENTION.toMillis()),
            // The broker's time tells how long publishing took.
            "message.timestamp.type",
            "LogAppendTime");
    ensure(name, 1, configs);
    int partitions = partitions(name);
    if (partitions != 1) {
      throw new CaptureException(
          "topic-partitions",
          "topic %s must have 1 partition, has %d: commit order needs one. Delete it; it is made anew"
              .formatted(name, partitions));
    }
  }

  void ensureChanges(String name, int partitions) throws CaptureException, InterruptedException {
    if (!seen.contains(name)) {
      ensure(name, partitions, Map.of("max.message.bytes", Integer.toString(MAX_CHANGE_BYTES)));
      seen.add(name);
    }
  }

  private void ensure(String name, int partitions, Map<String, String> configs)
      throws CaptureException, InterruptedException {
    NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
    try {
      admin.createTopics(List.of(topic)).all().get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw new CaptureException("kafka-unavailable", "cannot create topic " + name, e);
      }
    } catch (TimeoutException e) {
      throw new CaptureException("kafka-unavailable", "no answer while creating " + name, e);
    }
  }

  private int partitions(String name) throws CaptureException, InterruptedException {
    try {
      return admin
          .describeTopics(List.of(name))
          .topicNameValues()
          .values()
          .iterator()
          .next()
          .get(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .partitions()
          .size();
    } catch (ExecutionException | TimeoutException e) {
      throw new CaptureException("kafka-unavailable", "cannot describe topic " + name, e);
    }
  }
}
