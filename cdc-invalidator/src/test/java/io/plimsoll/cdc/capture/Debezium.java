package io.plimsoll.cdc.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/** Records as Debezium 3 makes them for Postgres, as far as the capture reads them. */
final class Debezium {
  static final String PREFIX = "p";
  static final String TRANSACTIONS = PREFIX + ".transaction";
  static final String MESSAGES = PREFIX + ".message";

  private static final Schema BOUNDARY =
      SchemaBuilder.struct()
          .field("status", Schema.STRING_SCHEMA)
          .field("id", Schema.STRING_SCHEMA)
          .field("event_count", Schema.OPTIONAL_INT64_SCHEMA)
          .build();
  private static final Schema SOURCE =
      SchemaBuilder.struct()
          .field("schema", Schema.STRING_SCHEMA)
          .field("table", Schema.STRING_SCHEMA)
          .field("lsn", Schema.OPTIONAL_INT64_SCHEMA)
          .build();
  private static final Schema BLOCK =
      SchemaBuilder.struct().optional().field("id", Schema.STRING_SCHEMA).build();

  private Debezium() {}

  static SourceRecord boundary(String status, String id, @Nullable Long count) {
    Struct value = new Struct(BOUNDARY).put("status", status).put("id", id);
    return record(TRANSACTIONS, value.put("event_count", count));
  }

  static SourceRecord end(long xid, long count) {
    return boundary("END", xid + ":900", count);
  }

  /** A row event; {@code before} and {@code after} of the same table. */
  static SourceRecord change(
      String schema,
      String table,
      String operation,
      @Nullable Struct before,
      @Nullable Struct after) {
    Schema row = after != null ? after.schema() : before != null ? before.schema() : row().schema();
    Schema optional = SchemaBuilder.struct().optional().build();
    Schema envelope =
        SchemaBuilder.struct()
            .name(PREFIX + "." + schema + "." + table + ".Envelope")
            .field("before", before == null ? optional : row)
            .field("after", after == null ? optional : row)
            .field("source", SOURCE)
            .field("op", Schema.STRING_SCHEMA)
            .field("transaction", BLOCK)
            .build();
    Struct source = new Struct(SOURCE).put("schema", schema).put("table", table).put("lsn", 100L);
    Struct value =
        new Struct(envelope)
            .put("before", before)
            .put("after", after)
            .put("source", source)
            .put("op", operation)
            .put("transaction", new Struct(BLOCK).put("id", "7:100"));
    return record(PREFIX + "." + schema + "." + table, value);
  }

  /**
   * A logical decoding message.
   *
   * @param transaction the id of its transaction; null outside of any
   */
  static SourceRecord message(@Nullable String transaction, String content) {
    Schema message = SchemaBuilder.struct().field("content", Schema.BYTES_SCHEMA).build();
    Schema schema =
        SchemaBuilder.struct().field("message", message).field("transaction", BLOCK).build();
    ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(UTF_8));
    Struct value = new Struct(schema).put("message", new Struct(message).put("content", bytes));
    if (transaction != null) {
      value.put("transaction", new Struct(BLOCK).put("id", transaction));
    }
    return record(MESSAGES, value);
  }

  /** Names and values in turn: text, lists of text or 64-bit numbers. */
  static Struct row(Object... cells) {
    SchemaBuilder schema = SchemaBuilder.struct().optional();
    for (int i = 0; i < cells.length; i += 2) {
      schema.field(
          (String) cells[i],
          switch (cells[i + 1]) {
            case Long number -> Schema.INT64_SCHEMA;
            case List<?> texts -> SchemaBuilder.array(Schema.STRING_SCHEMA).build();
            default -> Schema.STRING_SCHEMA;
          });
    }
    Struct row = new Struct(schema.build());
    for (int i = 0; i < cells.length; i += 2) {
      row.put((String) cells[i], cells[i + 1]);
    }
    return row;
  }

  static SourceRecord record(String topic, @Nullable Object value) {
    Schema schema = value instanceof Struct struct ? struct.schema() : null;
    return new SourceRecord(
        Map.of(),
        Map.of("lsn_commit", 800L, "lsn_proc", 700L, "ts_usec", 600L),
        topic,
        schema,
        value);
  }
}
