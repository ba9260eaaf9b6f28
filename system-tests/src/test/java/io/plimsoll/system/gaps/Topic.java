package io.plimsoll.system.gaps;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.record.UndecodableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** An operator's, or a vandal's, hand on the invalidations topic. */
final class Topic implements AutoCloseable {
  private static final TopicPartition PARTITION = new TopicPartition(GapStack.INVALIDATIONS, 0);

  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;

  Topic(String bootstrap) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(List.of(PARTITION));
  }

  void append(byte[] value) throws ExecutionException, InterruptedException {
    producer.send(new ProducerRecord<>(GapStack.INVALIDATIONS, 0, null, value)).get();
  }

  /** The offset of the next record. */
  long end() {
    consumer.seekToEnd(List.of(PARTITION));
    return consumer.position(PARTITION);
  }

  Invalidation last() throws UndecodableException {
    consumer.seek(PARTITION, end() - 1);
    var records = consumer.poll(Duration.ofSeconds(10)).records(PARTITION);
    return new InvalidationCodec().decode(records.getLast().value());
  }

  /** As retention does: nothing before this offset is kept. */
  void cutBefore(long offset) throws ExecutionException, InterruptedException {
    admin.deleteRecords(Map.of(PARTITION, RecordsToDelete.beforeOffset(offset))).all().get();
  }

  void delete() throws ExecutionException, InterruptedException {
    admin.deleteTopics(List.of(GapStack.INVALIDATIONS)).all().get();
  }

  @Override
  public void close() {
    consumer.close();
    producer.close();
    admin.close();
  }
}
