package io.plimsoll.cdc.capture;

import java.time.Duration;

/**
 * What the capture needs to know.
 *
 * @param postgresUrl {@code jdbc:postgresql://host:port/database}, of the primary
 * @param user a role with REPLICATION
 * @param bootstrap Kafka's {@code host:port,…}
 * @param topicPrefix first part of every topic's name
 * @param slot name of the replication slot; the capture creates it
 * @param publication name of the publication; the operator creates it
 * @param pollInterval Debezium's {@code poll.interval.ms}: shorter is faster and costs idle CPU
 * @param partitions of a change topic that does not exist yet
 */
public record CaptureSettings(
    String postgresUrl,
    String user,
    String password,
    String bootstrap,
    String topicPrefix,
    String slot,
    String publication,
    Duration pollInterval,
    int partitions) {
  public String invalidationsTopic() {
    return topicPrefix + ".invalidations";
  }

  String transactionTopic() {
    return topicPrefix + ".transaction";
  }

  /** Where Debezium's records of logical decoding messages say that they belong. */
  String messageTopic() {
    return topicPrefix + ".message";
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "CaptureSettings[%s user=%s kafka=%s prefix=%s slot=%s publication=%s]"
        .formatted(postgresUrl, user, bootstrap, topicPrefix, slot, publication);
  }
}
