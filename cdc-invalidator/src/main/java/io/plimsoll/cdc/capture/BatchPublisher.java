package io.plimsoll.cdc.capture;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.plimsoll.core.record.Invalidation;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a batch of Debezium's records and tells Debezium of it only when Kafka has acknowledged
 * all of it. Of a batch only the last commit is told: the slot then never resumes inside a
 * transaction, and never behind the last published record.
 */
final class BatchPublisher
    implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {
  private final EventReader reader;
  private final TransactionAssembler assembler;
  private final Changes changes;
  private final Invalidations invalidations;
  private final CaptureMeter meter;
  private final InstantSource clock;
  private final StartCheck startCheck;
  private final TransactionTrace trace = new TransactionTrace();
  private boolean checked;

  /** What must hold when the first batch has come, before anything of it is published. */
  interface StartCheck {
    void check() throws CaptureException;
  }

  /** Where the rows go. */
  interface Changes {
    void send(SourceRecord record, List<Header> headers)
        throws CaptureException, InterruptedException;
  }

  /** Where the records go. */
  interface Invalidations {
    void send(Invalidation invalidation, List<Header> headers);

    /** Returns when everything sent so far is acknowledged, the rows too. */
    void await() throws CaptureException, InterruptedException;
  }

  BatchPublisher(
      EventReader reader,
      TransactionAssembler assembler,
      Changes changes,
      Invalidations invalidations,
      CaptureMeter meter,
      InstantSource clock,
      StartCheck startCheck) {
    this.reader = reader;
    this.assembler = assembler;
    this.changes = changes;
    this.invalidations = invalidations;
    this.meter = meter;
    this.clock = clock;
    this.startCheck = startCheck;
  }

  @Override
  public void handleBatch(
      List<RecordChangeEvent<SourceRecord>> records,
      DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
      throws InterruptedException {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    @Nullable RecordChangeEvent<SourceRecord> lastCommit = null;
    try {
      if (!checked) {
        startCheck.check();
        checked = true;
      }
      for (RecordChangeEvent<SourceRecord> record : records) {
        if (publish(record.record(), now)) {
          lastCommit = record;
        }
      }
      invalidations.await();
    } catch (CaptureException e) {
      throw new PublishFailure(e);
    } catch (SQLException e) {
      throw new PublishFailure(CaptureException.of("cannot read a replica identity", e));
    }
    if (lastCommit != null) {
      committer.markProcessed(lastCommit);
    }
    committer.markBatchFinished();
  }

  /** Whether the record was a commit. */
  private boolean publish(SourceRecord record, long now)
      throws CaptureException, InterruptedException, SQLException {
    Captured event = reader.read(record);
    if (event instanceof Captured.Unknown(String what)) {
      meter.unknown(what);
    }
    trace.accept(event);
    changes.send(record, trace.headers());
    for (Invalidation invalidation : assembler.accept(event, now)) {
      meter.published(invalidation);
      invalidations.send(
          invalidation,
          invalidation instanceof Invalidation.Transaction ? trace.headers() : List.of());
    }
    return event instanceof Captured.End;
  }
}
