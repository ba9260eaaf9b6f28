package io.plimsoll.local.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges Plimsoll's topics: the invalidations, which must be whole, and the change topics. */
final class TopicJudge {
  /** As the capture makes them: {@code Topics} of cdc-invalidator. */
  static final long INVALIDATION_BYTES = 4 * Sizes.MIB;

  static final long CHANGE_BYTES = 16 * Sizes.MIB;
  static final long RETENTION = Duration.ofHours(24).toMillis();

  private static final Duration SHORT = Duration.ofHours(1);
  private static final Rule TOPIC =
      new Rule("kafka-invalidations", "one partition", "the topic's order is the order of commits");
  private static final Rule CLEANUP =
      new Rule(
          "kafka-cleanup-policy",
          "delete",
          "compaction takes records out of the chain, and every gap empties the cache");
  private static final Rule KEPT =
      new Rule(
          "kafka-retention",
          "retention.ms of 1 h or more (24 h as made), no retention.bytes",
          "a worker or API that was away for longer finds a gap, and empties its cache");
  private static final Rule SIZE =
      new Rule(
          "kafka-message-size",
          "max.message.bytes of %d for invalidations, %d for changes"
              .formatted(INVALIDATION_BYTES, CHANGE_BYTES),
          "a record that the broker refuses stops the capture");
  private static final Rule REPLICATION =
      new Rule(
          "kafka-replication",
          "3 replicas, min.insync.replicas 2, no unclean election",
          "a log that loses acknowledged records has a gap, and the change topics lose them for good");
  private static final Rule CHANGES =
      new Rule(
          "kafka-change-topics",
          "a topic for each table of the catalog, with max.message.bytes of %d"
              .formatted(CHANGE_BYTES),
          "data teams read the changes there; the cache does not depend on them");

  private TopicJudge() {}

  static List<Finding> judge(KafkaFacts facts, String prefix, List<String> tables) {
    if (facts.topics().isEmpty()) {
      return List.of(TOPIC.unknown("no broker could be asked"));
    }
    String name = prefix + ".invalidations";
    Optional<KafkaFacts.Topic> topic = find(facts, name);
    if (topic.isEmpty()) {
      return List.of(
          TOPIC.warn(
              "there is no topic %s yet".formatted(name),
              new Fix.Advice("start the worker: it makes the topic")));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(partitions(topic.get()));
    findings.add(cleanup(facts.bootstrap(), topic.get()));
    findings.add(retention(facts.bootstrap(), topic.get()));
    findings.add(size(facts.bootstrap(), topic.get()));
    findings.add(replication(facts.bootstrap(), topic.get(), facts.brokers().size()));
    findings.addAll(changes(facts, prefix, tables));
    return findings;
  }

  private static Optional<KafkaFacts.Topic> find(KafkaFacts facts, String name) {
    return facts.topics().orElseThrow().stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst();
  }

  private static Finding partitions(KafkaFacts.Topic topic) {
    String found = "%s has %d".formatted(topic.name(), topic.partitions());
    return topic.partitions() == 1
        ? TOPIC.ok(found)
        : TOPIC.fail(
            found,
            new Fix.Advice(
                "kafka-topics.sh --delete --topic %s: the worker makes it anew"
                    .formatted(topic.name())));
  }

  private static Finding cleanup(String bootstrap, KafkaFacts.Topic topic) {
    String policy = topic.get("cleanup.policy");
    return policy.equals("delete")
        ? CLEANUP.ok(policy)
        : CLEANUP.fail(
            policy, new Fix.TopicSetting(bootstrap, topic.name(), "cleanup.policy", "delete"));
  }

  private static Finding retention(String bootstrap, KafkaFacts.Topic topic) {
    long millis = topic.number("retention.ms");
    long bytes = topic.number("retention.bytes");
    if (bytes >= 0) {
      return KEPT.warn(
          "retention.bytes = " + bytes,
          new Fix.TopicSetting(bootstrap, topic.name(), "retention.bytes", "-1"));
    }
    String found = millis < 0 ? "for ever" : Sizes.time(Duration.ofMillis(millis));
    return millis >= 0 && millis < SHORT.toMillis()
        ? KEPT.warn(
            found,
            new Fix.TopicSetting(bootstrap, topic.name(), "retention.ms", Long.toString(RETENTION)))
        : KEPT.ok(found);
  }

  private static Finding size(String bootstrap, KafkaFacts.Topic topic) {
    long bytes = topic.number("max.message.bytes");
    return bytes >= INVALIDATION_BYTES
        ? SIZE.ok(Long.toString(bytes))
        : SIZE.fail(
            "%s: %d".formatted(topic.name(), bytes),
            new Fix.TopicSetting(
                bootstrap, topic.name(), "max.message.bytes", Long.toString(INVALIDATION_BYTES)));
  }

  private static Finding replication(String bootstrap, KafkaFacts.Topic topic, int brokers) {
    long least = topic.number("min.insync.replicas");
    String found =
        "%d replicas, %d in sync, min.insync.replicas %d, %d broker%s"
            .formatted(topic.replicas(), topic.inSync(), least, brokers, brokers == 1 ? "" : "s");
    if (topic.inSync() < least) {
      return REPLICATION.fail(
          found + ": nothing can be written",
          new Fix.Advice("bring the missing brokers back, or lower min.insync.replicas"));
    }
    if (topic.get("unclean.leader.election.enable").equals("true")) {
      return REPLICATION.warn(
          found + ", unclean elections",
          new Fix.TopicSetting(bootstrap, topic.name(), "unclean.leader.election.enable", "false"));
    }
    return topic.replicas() >= 3 && least >= 2
        ? REPLICATION.ok(found)
        : REPLICATION.warn(
            found,
            new Fix.Advice(
                "with 3 brokers: kafka-reassign-partitions.sh for 3 replicas, then min.insync.replicas=2"));
  }

  private static List<Finding> changes(KafkaFacts facts, String prefix, List<String> tables) {
    List<Finding> findings = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String table : tables) {
      Optional<KafkaFacts.Topic> topic = find(facts, prefix + "." + table);
      if (topic.isEmpty()) {
        missing.add(table);
      } else if (topic.get().number("max.message.bytes") < CHANGE_BYTES) {
        findings.add(
            CHANGES.warn(
                "%s: max.message.bytes %s"
                    .formatted(topic.get().name(), topic.get().get("max.message.bytes")),
                new Fix.TopicSetting(
                    facts.bootstrap(),
                    topic.get().name(),
                    "max.message.bytes",
                    Long.toString(CHANGE_BYTES))));
      }
    }
    if (findings.isEmpty()) {
      findings.add(
          CHANGES.ok(
              missing.isEmpty()
                  ? "%d topics".formatted(tables.size())
                  : "%d topics; made at their first change: %s"
                      .formatted(tables.size() - missing.size(), String.join(", ", missing))));
    }
    return findings;
  }
}
