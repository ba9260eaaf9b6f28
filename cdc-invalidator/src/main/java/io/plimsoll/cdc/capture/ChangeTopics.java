package io.plimsoll.cdc.capture;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Row events as Debezium's envelope in JSON, keyed by the primary key in JSON. */
final class ChangeTopics implements BatchPublisher.Changes {
  private final Topics topics;
  private final Outlet outlet;
  private final CaptureSettings settings;
  private final JsonConverter keys = converter(true);
  private final JsonConverter values = converter(false);

  ChangeTopics(CaptureSettings settings, Topics topics, Outlet outlet) {
    this.settings = settings;
    this.topics = topics;
    this.outlet = outlet;
  }

  /** Makes the topics of these tables, so that their first rows need not wait for it. */
  void ensure(List<String> tables) throws CaptureException, InterruptedException {
    for (String table : tables) {
      String topic = settings.topicPrefix() + "." + table;
      if (!EventReader.isOwn(topic, settings.topicPrefix())) {
        topics.ensureChanges(topic, settings.partitions());
      }
    }
  }

  @Override
  public void send(SourceRecord record, List<Header> headers)
      throws CaptureException, InterruptedException {
    String topic = record.topic();
    if (topic.equals(settings.transactionTopic())
        || topic.equals(settings.messageTopic())
        || EventReader.isOwn(topic, settings.topicPrefix())) {
      return;
    }
    topics.ensureChanges(topic, settings.partitions());
    outlet.send(
        topic,
        json(keys, topic, record.keySchema(), record.key()),
        json(values, topic, record.valueSchema(), record.value()),
        headers);
  }

  private static byte @Nullable [] json(
      JsonConverter converter, String topic, @Nullable Schema schema, @Nullable Object value) {
    return value == null ? null : converter.fromConnectData(topic, schema, value);
  }

  private static JsonConverter converter(boolean key) {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of("schemas.enable", "false", "cache.size", "1000"), key);
    return converter;
  }
}
