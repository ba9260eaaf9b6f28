package io.plimsoll.system.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.plimsoll.core.stream.LogDoor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic of a real broker. */
final class RealTopic implements AutoCloseable {
  private final String name;
  private final String bootstrap;
  private final Admin admin;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaProducer<byte[], byte[]> transactions;

  RealTopic(String bootstrap, String name) throws ExecutionException, InterruptedException {
    this.name = name;
    this.bootstrap = bootstrap;
    admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
    create();
    producer = producer(Map.of("bootstrap.servers", bootstrap));
    transactions = producer(Map.of("bootstrap.servers", bootstrap, "transactional.id", name));
    transactions.initTransactions();
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private void create() throws ExecutionException, InterruptedException {
    admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
  }

  LogDoor reader() {
    return LogDoor.of(bootstrap, name);
  }

  private ProducerRecord<byte[], byte[]> row(String value) {
    return new ProducerRecord<>(name, 0, null, value.getBytes(UTF_8));
  }

  void append(String value) throws ExecutionException, InterruptedException {
    producer.send(row(value)).get();
  }

  /** The record, and an offset behind it that the end of the transaction takes. */
  void appendInTransaction(String value) throws ExecutionException, InterruptedException {
    transactions.beginTransaction();
    transactions.send(row(value)).get();
    transactions.commitTransaction();
  }

  void retain(long from) throws ExecutionException, InterruptedException {
    TopicPartition partition = new TopicPartition(name, 0);
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(from))).all().get();
  }

  void recreate(String idBefore) throws ExecutionException, InterruptedException {
    admin.deleteTopics(List.of(name)).all().get();
    await("the new topic")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          create();
          return true;
        });
    await("its id")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> {
          try (LogDoor reader = reader()) {
            return reader.end() == 0 && !reader.topicId().equals(idBefore);
          }
        });
  }

  @Override
  public void close() {
    transactions.close();
    producer.close();
    admin.close();
  }
}
