package io.plimsoll.cdc.capture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.plimsoll.core.freshness.Lsn;
import io.plimsoll.core.freshness.TagShape;
import io.plimsoll.core.trace.TraceParent;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Debezium's records in the capture's words. What it does not know is {@link Captured.Unknown}. */
final class EventReader {
  private static final String OWN_SCHEMA = "plimsoll";

  private final String transactionTopic;
  private final String messageTopic;

  EventReader(String transactionTopic, String messageTopic) {
    this.transactionTopic = transactionTopic;
    this.messageTopic = messageTopic;
  }

  Captured read(SourceRecord record) {
    try {
      if (record.topic().equals(transactionTopic)) {
        return boundary(record);
      }
      if (record.topic().equals(messageTopic)) {
        return message((Struct) record.value());
      }
      if (record.value() == null) {
        return new Captured.Tombstone();
      }
      return record.value() instanceof Struct value && isEnvelope(value)
          ? change(value)
          : new Captured.Unknown("record of topic " + record.topic());
    } catch (DataException | NullPointerException | NumberFormatException e) {
      return new Captured.Unknown(
          "record of topic %s: %s".formatted(record.topic(), e.getMessage()));
    }
  }

  /** Whether a row belongs to a table of Plimsoll's own, which has no change topic. */
  static boolean isOwn(String topic, String topicPrefix) {
    return topic.startsWith(topicPrefix + "." + OWN_SCHEMA + ".");
  }

  private static boolean isEnvelope(Struct value) {
    @Nullable String name = value.schema().name();
    return name != null && name.endsWith(".Envelope");
  }

  private static Captured boundary(SourceRecord record) {
    Struct value = (Struct) record.value();
    String status = value.getString("status");
    return switch (status) {
      case "BEGIN" -> new Captured.Begin();
      case "END" ->
          new Captured.End(
              xid(value.getString("id")),
              value.getInt64("event_count"),
              // For a commit Debezium's position is the end of the commit record.
              new Lsn(offset(record, "lsn_commit")),
              offset(record, "ts_usec"));
      default -> new Captured.Unknown("transaction status " + status);
    };
  }

  /** Anybody may write one: what is no traceparent is passed over, but Debezium has counted it. */
  private static Captured message(Struct value) {
    @Nullable Struct transaction = value.getStruct("transaction");
    if (transaction == null) {
      return new Captured.Stray();
    }
    long xid = xid(transaction.getString("id"));
    byte[] content = value.getStruct("message").getBytes("content");
    return TraceParent.parse(new String(content, ISO_8859_1))
        .<Captured>map(parent -> new Captured.Trace(xid, parent))
        .orElse(new Captured.Own(xid));
  }

  private static long offset(SourceRecord record, String name) {
    return (Long) Objects.requireNonNull(record.sourceOffset().get(name), name);
  }

  private static Captured change(Struct value) {
    Struct source = value.getStruct("source");
    String operation = value.getString("op");
    if (operation.length() != 1 || "cudt".indexOf(operation.charAt(0)) < 0) {
      return new Captured.Unknown("operation " + operation);
    }
    long xid = xid(value.getStruct("transaction").getString("id"));
    String table = source.getString("table");
    // Answers about API keys are cached by keyed tags, as those about anybody's tables are.
    if (source.getString("schema").equals(OWN_SCHEMA) && !table.equals("api_keys")) {
      return own(xid, table, operation, value);
    }
    return new Captured.Row(
        xid,
        new Lsn(source.getInt64("lsn")),
        source.getString("schema") + "." + table,
        operation.charAt(0),
        image(value, "before"),
        image(value, "after"));
  }

  private static Captured own(long xid, String table, String operation, Struct value) {
    boolean written = "cu".contains(operation);
    if (written && table.equals("heartbeat")) {
      Struct row = value.getStruct("after");
      return new Captured.Beat(
          xid, row.getInt64("started_micros"), row.getInt64("xid"), row.getString("incarnation"));
    }
    if (operation.equals("c") && table.equals("ddl")) {
      return new Captured.Ddl(xid, value.getStruct("after").getString("relation"));
    }
    if ("cud".contains(operation) && table.equals("shapes")) {
      return new Captured.Shape(xid, shape(value.getStruct(written ? "after" : "before")), written);
    }
    if (operation.equals("c") && table.equals("invalidated")) {
      Struct row = value.getStruct("after");
      return new Captured.Ended(
          xid, row.getString("relation"), Optional.ofNullable(row.getString("tag")));
    }
    return new Captured.Own(xid);
  }

  private static TagShape shape(Struct row) {
    return new TagShape(row.getString("relation"), row.<String>getArray("columns"));
  }

  private static Optional<RowImage> image(Struct value, String field) {
    return value.schema().field(field) == null
        ? Optional.empty()
        : Optional.<Struct>ofNullable(value.getStruct(field)).map(StructImage::new);
  }

  /** {@code xid:lsn}, with another LSN on each event of a transaction. */
  private static long xid(String transactionId) {
    int colon = transactionId.indexOf(':');
    return Long.parseLong(colon < 0 ? transactionId : transactionId.substring(0, colon));
  }
}
