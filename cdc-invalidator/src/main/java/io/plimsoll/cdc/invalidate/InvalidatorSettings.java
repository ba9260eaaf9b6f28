package io.plimsoll.cdc.invalidate;

/**
 * What the invalidator needs to know.
 *
 * @param bootstrap Kafka's {@code host:port,…}
 * @param topicPrefix first part of every topic's name
 * @param instance host:pid, names this process in the statistics
 */
public record InvalidatorSettings(String bootstrap, String topicPrefix, String instance) {
  String invalidationsTopic() {
    return topicPrefix + ".invalidations";
  }

  String statsTopic() {
    return topicPrefix + ".invalidation-stats";
  }
}
