package io.plimsoll.core.metrics;

import org.apache.kafka.common.KafkaException;

/** Where statistics go. Used by one thread. */
interface StatsSender extends AutoCloseable {
  /**
   * Sends and waits for the acknowledgement, some seconds at most.
   *
   * @throws KafkaException when there is none; the record may or may not have been stored
   */
  void send(String key, byte[] value) throws InterruptedException;

  @Override
  void close();
}
