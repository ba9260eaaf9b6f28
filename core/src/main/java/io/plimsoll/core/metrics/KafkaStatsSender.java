package io.plimsoll.core.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one topic, which it creates when it is not there: one partition, one hour. Kafka may be
 * away at any time, also at the start: its clients are made by the first send that finds it.
 */
final class KafkaStatsSender implements StatsSender {
  private static final int ACK_SECONDS = 5;
  private static final int BLOCK_MILLIS = 2_000;
  private static final String RETENTION_MILLIS = "3600000";

  private final String bootstrap;
  private final String topic;
  private @Nullable KafkaProducer<String, byte[]> producer;

  KafkaStatsSender(String bootstrap, String topic) {
    this.bootstrap = bootstrap;
    this.topic = topic;
  }

  @Override
  public void send(String key, byte[] value) throws InterruptedException {
    try {
      connected().send(new ProducerRecord<>(topic, key, value)).get(ACK_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new KafkaException("%s was not written: %s".formatted(topic, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new KafkaException(
          "%s was not written: no acknowledgement in %d s".formatted(topic, ACK_SECONDS), e);
    }
  }

  private KafkaProducer<String, byte[]> connected()
      throws InterruptedException, ExecutionException, TimeoutException {
    KafkaProducer<String, byte[]> ready = producer;
    if (ready == null) {
      createTopic();
      ready =
          new KafkaProducer<>(
              Map.of(
                  ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                  bootstrap,
                  ProducerConfig.CLIENT_ID_CONFIG,
                  "plimsoll-query-stats",
                  ProducerConfig.MAX_BLOCK_MS_CONFIG,
                  BLOCK_MILLIS,
                  ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                  2_000,
                  ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                  4_000,
                  ProducerConfig.LINGER_MS_CONFIG,
                  0,
                  ProducerConfig.BUFFER_MEMORY_CONFIG,
                  8L << 20),
              new StringSerializer(),
              new ByteArraySerializer());
      producer = ready;
    }
    return ready;
  }

  private void createTopic() throws InterruptedException, ExecutionException, TimeoutException {
    NewTopic wanted =
        new NewTopic(topic, 1, (short) -1).configs(Map.of("retention.ms", RETENTION_MILLIS));
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "request.timeout.ms", BLOCK_MILLIS,
            "default.api.timeout.ms", BLOCK_MILLIS);
    Admin admin = Admin.create(settings);
    try {
      admin.createTopics(List.of(wanted)).all().get(ACK_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(Duration.ofSeconds(1));
    }
  }
}
