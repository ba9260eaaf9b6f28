package io.plimsoll.local.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The brokers and Plimsoll's topics.
 *
 * @param bootstrap as it was given
 * @param silent addresses of it that do not answer
 * @param brokers as the cluster advertises them
 * @param version of the finalized metadata, empty when the brokers do not tell
 * @param topics those of the prefix that exist; empty when no broker could be asked
 */
record KafkaFacts(
    String bootstrap,
    List<String> silent,
    List<Broker> brokers,
    String version,
    Optional<List<Topic>> topics) {
  /**
   * A broker where it says that it is.
   *
   * @param reachable whether something answers there like a broker
   */
  record Broker(int id, String address, boolean reachable) {}

  /**
   * A topic.
   *
   * @param replicas of the partition that has the fewest
   * @param inSync likewise
   */
  record Topic(
      String name, int partitions, int replicas, int inSync, Map<String, String> settings) {
    Topic {
      settings = Map.copyOf(settings);
    }

    String get(String key) {
      return settings.getOrDefault(key, "");
    }

    long number(String key) {
      String text = get(key);
      return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
    }
  }

  KafkaFacts {
    silent = List.copyOf(silent);
    brokers = List.copyOf(brokers);
    topics = topics.map(List::copyOf);
  }

  /** Whether at least one address of the bootstrap answers. */
  boolean answers() {
    return !brokers.isEmpty();
  }
}
