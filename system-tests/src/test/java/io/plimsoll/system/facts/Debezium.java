package io.plimsoll.system.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/** Debezium's engine with its defaults, as far as it starts with them. */
final class Debezium implements AutoCloseable {
  private final List<SourceRecord> records = new CopyOnWriteArrayList<>();
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;

  /**
   * Starts on a slot, which is made when it is missing; what is committed since it was made will
   * come.
   *
   * @param more properties on top
   */
  Debezium(FactServers servers, String slot, String publication, Map<String, String> more) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "name",
            "facts-" + slot,
            "connector.class",
            "io.debezium.connector.postgresql.PostgresConnector",
            "topic.prefix",
            slot,
            "database.hostname",
            "127.0.0.1",
            "database.port",
            Integer.toString(servers.primary.port()),
            "database.dbname",
            FactServers.DATABASE,
            "database.user",
            "postgres",
            "database.password",
            servers.primary.password()));
    properties.putAll(
        Map.of(
            "plugin.name", "pgoutput",
            "slot.name", slot,
            "publication.name", publication,
            "publication.autocreate.mode", "disabled",
            "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
            "snapshot.mode", "no_data",
            "provide.transaction.metadata", "true",
            "decimal.handling.mode", "string",
            "poll.interval.ms", "5",
            "status.update.interval.ms", "500"));
    properties.setProperty("errors.max.retries", "0");
    properties.putAll(more);
    engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties)
            .using(Debezium.class.getClassLoader())
            .using((success, message, error) -> failure.set(success ? "" : message + " " + error))
            .notifying(event -> records.add(event.record()))
            .build();
    thread.execute(engine);
  }

  /** A row event. */
  record Row(Struct value) {
    String operation() {
      return value.getString("op");
    }

    Struct source() {
      return value.getStruct("source");
    }

    String table() {
      return source().getString("table");
    }

    /** Of the table that a test writes last. */
    boolean isMarker() {
      return table().equals("marker");
    }

    Optional<Struct> before() {
      return Optional.ofNullable(value.getStruct("before"));
    }

    Optional<Struct> after() {
      return Optional.ofNullable(value.getStruct("after"));
    }
  }

  /** All row events until one is as wanted, which is the last. */
  List<Row> rowsUntil(Predicate<Row> last) {
    return await("row event")
        .atMost(FactServers.SOON)
        .until(() -> rows(), rows -> !rows.isEmpty() && last.test(rows.getLast()));
  }

  private List<Row> rows() {
    assertThat(failure.get()).isEmpty();
    return records.stream()
        .map(SourceRecord::value)
        .filter(Struct.class::isInstance)
        .map(Struct.class::cast)
        .filter(value -> value.schema().field("op") != null && !value.getString("op").equals("m"))
        .map(Row::new)
        .toList();
  }

  /** Waits until the engine has given up, and returns its message. */
  String awaitFailure() {
    return await("the engine's failure")
        .atMost(FactServers.SOON)
        .until(failure::get, message -> !message.isEmpty());
  }

  /** The END records of transactions: where Debezium knows the commit. */
  List<SourceRecord> ends() {
    return records.stream()
        .filter(record ->
            record.value() instanceof Struct value
                && value.schema().field("status") != null
                && value.getString("status").equals("END"))
        .toList();
  }

  @Override
  public void close() throws IOException {
    if (failure.get().isEmpty()) {
      engine.close();
    }
    thread.close();
  }
}
