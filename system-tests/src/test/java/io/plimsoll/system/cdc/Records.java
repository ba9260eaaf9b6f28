package io.plimsoll.system.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.plimsoll.core.record.Invalidation;
import io.plimsoll.core.record.InvalidationCodec;
import io.plimsoll.core.record.UndecodableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning, on and on. */
public final class Records implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final InvalidationCodec codec = new InvalidationCodec();
  private final List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();

  public Records(String bootstrap, String topic, int partitions) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    List<TopicPartition> assigned = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      assigned.add(new TopicPartition(topic, i));
    }
    consumer.assign(assigned);
  }

  public List<ConsumerRecord<byte[], byte[]>> all() {
    consumer.poll(Duration.ofMillis(50)).forEach(all::add);
    return all;
  }

  List<Invalidation> invalidations() {
    return all().stream().map(this::decode).toList();
  }

  List<Invalidation.Transaction> transactions() {
    return invalidations().stream()
        .filter(Invalidation.Transaction.class::isInstance)
        .map(Invalidation.Transaction.class::cast)
        .toList();
  }

  List<String> gaps() {
    return invalidations().stream()
        .filter(Invalidation.Gap.class::isInstance)
        .map(gap -> ((Invalidation.Gap) gap).code())
        .toList();
  }

  /** What all transactions have done to a table, in order. */
  List<Invalidation.TableChange> changes(String table) {
    return transactions().stream()
        .flatMap(transaction -> transaction.tables().stream())
        .filter(change -> change.table().equals(table))
        .toList();
  }

  /** The {@code traceparent} of a record; empty when it has none. */
  public static String traceOf(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader("traceparent");
    return header == null ? "" : new String(header.value(), UTF_8);
  }

  private Invalidation decode(ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.value());
    } catch (UndecodableException e) {
      throw new IllegalStateException("offset " + record.offset(), e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
