package io.plimsoll.cdc.capture;

import io.plimsoll.core.trace.TraceParent;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debezium's properties for a {@link CaptureSettings}. Each that matters says why. */
final class DebeziumSettings {
  private static final Pattern URL =
      Pattern.compile(
          "jdbc:postgresql://(?<host>\\[[^]]+]|[^:/,?]+)(:(?<port>\\d+))?/(?<database>[^?]+)?(\\?.*)?");
  private static final Pattern SSL = Pattern.compile("[?&]sslmode=(?<ssl>[^&]+)");

  private DebeziumSettings() {}

  static Properties of(CaptureSettings settings) throws CaptureException {
    Properties properties = new Properties();
    properties.setProperty("name", "plimsoll-" + settings.slot());
    properties.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
    properties.setProperty("topic.prefix", settings.topicPrefix());
    connection(properties, settings);
    resumePoint(properties, settings);
    events(properties);
    timing(properties, settings);
    return properties;
  }

  private static void connection(Properties properties, CaptureSettings settings)
      throws CaptureException {
    Matcher url = URL.matcher(settings.postgresUrl());
    if (!url.matches()) {
      throw new CaptureException(
          "postgres-url",
          "postgres.url must look like jdbc:postgresql://host:5432/database, was \"%s\""
              .formatted(settings.postgresUrl()));
    }
    properties.setProperty("database.hostname", group(url, "host", "localhost"));
    properties.setProperty("database.port", group(url, "port", "5432"));
    properties.setProperty("database.dbname", group(url, "database", settings.user()));
    Matcher ssl = SSL.matcher(settings.postgresUrl());
    properties.setProperty("database.sslmode", ssl.find() ? ssl.group("ssl") : "prefer");
    properties.setProperty("database.user", settings.user());
    properties.setProperty("database.password", settings.password());
  }

  private static String group(Matcher url, String name, String otherwise) {
    return Objects.requireNonNullElse(url.group(name), otherwise);
  }

  private static void resumePoint(Properties properties, CaptureSettings settings) {
    properties.setProperty("plugin.name", "pgoutput");
    properties.setProperty("slot.name", settings.slot());
    properties.setProperty("publication.name", settings.publication());
    properties.setProperty("publication.autocreate.mode", "disabled");
    // Without a stored offset Debezium streams from the slot's confirmed position: the slot is
    // the sole resume point, and the WAL-position filter that has lost events is never used.
    properties.setProperty(
        "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
    properties.setProperty("snapshot.mode", "no_data");
    // The driver alone must not confirm anything; only what is marked processed is.
    properties.setProperty("lsn.flush.mode", "connector");
    properties.setProperty("offset.flush.interval.ms", "500");
    // A lost connection ends the engine; the supervisor checks the slot before the next start.
    properties.setProperty("errors.max.retries", "0");
    properties.setProperty("slot.max.retries", "0");
  }

  private static void events(Properties properties) {
    properties.setProperty("skipped.operations", "none");
    properties.setProperty("provide.transaction.metadata", "true");
    properties.setProperty("tombstones.on.delete", "true");
    properties.setProperty("column.propagate.source.type", ".*");
    // Other messages of pg_logical_emit_message change no row; these, too, but Debezium counts
    // them.
    properties.setProperty(
        "message.prefix.include.list", Pattern.quote(TraceParent.MESSAGE_PREFIX));
    // Without schemas a decimal in base64 cannot be read.
    properties.setProperty("decimal.handling.mode", "string");
  }

  private static void timing(Properties properties, CaptureSettings settings) {
    properties.setProperty("poll.interval.ms", Long.toString(settings.pollInterval().toMillis()));
    // Also how soon Debezium notices a shutdown of Postgres, which waits for the stream's end.
    properties.setProperty("status.update.interval.ms", "1000");
    properties.setProperty("record.processing.threads", "1");
    // Its own queue is looked into without a pause.
    properties.setProperty("queue.provider.type", PausingQueue.NAME);
  }
}
