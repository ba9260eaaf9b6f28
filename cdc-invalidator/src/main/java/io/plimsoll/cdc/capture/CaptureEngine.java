package io.plimsoll.cdc.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * One life of Debezium's engine. {@link #run} blocks; {@link #close} from another thread ends it.
 */
final class CaptureEngine implements AutoCloseable {
  private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
  private final AtomicReference<@Nullable Outcome> outcome = new AtomicReference<>();

  private record Outcome(boolean success, @Nullable String message, @Nullable Throwable error) {}

  CaptureEngine(Properties properties, BatchPublisher publisher, Runnable streaming) {
    this.engine =
        DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
            .using(properties)
            .using(CaptureEngine.class.getClassLoader())
            .using(
                new DebeziumEngine.ConnectorCallback() {
                  @Override
                  public void pollingStarted() {
                    streaming.run();
                  }
                })
            .using((success, message, error) -> outcome.set(new Outcome(success, message, error)))
            .notifying(publisher)
            .build();
  }

  /** Runs until it is closed or fails. */
  void run() throws CaptureException {
    engine.run();
    Outcome end = outcome.get();
    if (end == null || end.success()) {
      return;
    }
    throw failure(end);
  }

  private static CaptureException failure(Outcome end) {
    for (Throwable cause = end.error(); cause != null; cause = cause.getCause()) {
      if (cause instanceof PublishFailure publish) {
        return publish.failure();
      }
    }
    return new CaptureException(
        "engine",
        "Debezium ended: " + end.message(),
        Objects.requireNonNullElseGet(end.error(), IllegalStateException::new));
  }

  @Override
  public void close() {
    try {
      engine.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Debezium's engine could not be closed", e);
    }
  }
}
