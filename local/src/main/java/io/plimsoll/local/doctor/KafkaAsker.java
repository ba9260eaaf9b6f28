package io.plimsoll.local.doctor;

import io.plimsoll.local.server.Probes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.server.common.MetadataVersion;

/** Asks the brokers, first where they are, then what they have. */
final class KafkaAsker {
  private static final int MILLIS = 5_000;

  private KafkaAsker() {}

  /**
   * The answers.
   *
   * @param bootstrap {@code host:port[,host:port…]}
   * @param prefix of the topics, which are those that begin with it and a dot
   */
  static KafkaFacts ask(String bootstrap, String prefix) throws InterruptedException {
    List<String> silent = new ArrayList<>();
    Map<Integer, KafkaFacts.Broker> brokers = new TreeMap<>();
    for (String address : bootstrap.split("\\s*,\\s*", -1)) {
      try {
        for (Node node : KafkaMetadata.brokers(address)) {
          brokers.computeIfAbsent(node.id(), id -> broker(node));
        }
      } catch (IOException e) {
        silent.add("%s (%s)".formatted(address, e.getMessage()));
      }
    }
    List<KafkaFacts.Broker> known = List.copyOf(brokers.values());
    if (known.stream().noneMatch(KafkaFacts.Broker::reachable)) {
      return new KafkaFacts(bootstrap, silent, known, "", Optional.empty());
    }
    try (Admin admin = admin(bootstrap)) {
      return new KafkaFacts(
          bootstrap, silent, known, version(admin), Optional.of(topics(admin, prefix)));
    } catch (ExecutionException | KafkaException e) {
      return new KafkaFacts(bootstrap, silent, known, "", Optional.empty());
    }
  }

  private static KafkaFacts.Broker broker(Node node) {
    String address = node.host() + ":" + node.port();
    return new KafkaFacts.Broker(node.id(), address, Probes.kafka(address));
  }

  private static Admin admin(String bootstrap) {
    return Admin.create(
        Map.of(
            "bootstrap.servers",
            bootstrap,
            "client.id",
            "plimsoll-doctor",
            "request.timeout.ms",
            MILLIS,
            "default.api.timeout.ms",
            MILLIS));
  }

  private static String version(Admin admin) throws InterruptedException {
    try {
      return Optional.ofNullable(
              admin
                  .describeFeatures()
                  .featureMetadata()
                  .get()
                  .finalizedFeatures()
                  .get(MetadataVersion.FEATURE_NAME))
          .map(level -> MetadataVersion.fromFeatureLevel(level.maxVersionLevel()).version())
          .orElse("");
    } catch (ExecutionException | IllegalArgumentException e) {
      return ""; // Brokers with ZooKeeper, or newer than this library.
    }
  }

  private static List<KafkaFacts.Topic> topics(Admin admin, String prefix)
      throws InterruptedException, ExecutionException {
    List<String> names =
        admin.listTopics().names().get().stream()
            .filter(name -> name.startsWith(prefix + "."))
            .sorted()
            .toList();
    Map<String, TopicDescription> descriptions = admin.describeTopics(names).allTopicNames().get();
    Collection<ConfigResource> resources = names.stream().map(KafkaAsker::topic).toList();
    Map<ConfigResource, Config> configs = admin.describeConfigs(resources).all().get();
    List<KafkaFacts.Topic> topics = new ArrayList<>();
    for (String name : names) {
      TopicDescription description = java.util.Objects.requireNonNull(descriptions.get(name));
      Config config = java.util.Objects.requireNonNull(configs.get(topic(name)));
      topics.add(topic(description, config));
    }
    return topics;
  }

  private static KafkaFacts.Topic topic(TopicDescription topic, Config config) {
    Map<String, String> settings =
        config.entries().stream()
            .filter(entry -> entry.value() != null)
            .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    return new KafkaFacts.Topic(
        topic.name(),
        topic.partitions().size(),
        topic.partitions().stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
        topic.partitions().stream().mapToInt(p -> p.isr().size()).min().orElse(0),
        settings);
  }

  private static ConfigResource topic(String name) {
    return new ConfigResource(ConfigResource.Type.TOPIC, name);
  }

  /** Alters one setting of a topic. */
  static void set(Fix.TopicSetting setting) throws InterruptedException, ExecutionException {
    try (Admin admin = admin(setting.bootstrap())) {
      AlterConfigOp op =
          new AlterConfigOp(
              new ConfigEntry(setting.key(), setting.value()), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(Map.of(topic(setting.topic()), List.of(op)))
          .all()
          .get(MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new ExecutionException("no answer within %s".formatted(Duration.ofMillis(MILLIS)), e);
    }
  }
}
